import type { CopilotRuntime } from '../runtime/copilot-runtime.js';
import type { StreamRecord } from './after-request.js';
import { createFrameStream } from '../runs/frame-stream.js';
import { renderResponse } from './render-response.js';
import type { Reply, ReplyBody } from './reply.js';

export interface Answered {
  readonly reply: Reply;
  readonly path: string;
  readonly record: StreamRecord | undefined;
}

/** Calls `afterRequestMiddleware` in the background: at once, or when the stream has said everything. */
export function tellAfterRequest(runtime: CopilotRuntime, answered: Answered): void {
  const { logger } = runtime.settings;
  tell(runtime, answered).catch((error: unknown) => {
    logger.error('afterRequestMiddleware threw', { path: answered.path, error });
  });
}

async function tell(runtime: CopilotRuntime, { reply, path, record }: Answered): Promise<void> {
  await record?.ended;
  const body = record === undefined ? copyable(reply.body) : lazyStream(runtime, record);
  const response = renderResponse({ ...reply, body });
  const said = record?.transcript.result() ?? { messages: [] };
  await runtime.settings.afterRequestMiddleware?.({ runtime, response, path, ...said });
}

/** A stream that is on its way to the client belongs to the client alone. */
function copyable(body: ReplyBody): ReplyBody {
  return typeof body === 'string' ? body : null;
}

function lazyStream(runtime: CopilotRuntime, record: StreamRecord): ReplyBody {
  const { logger } = runtime.settings;
  return createFrameStream({ produce: record.frames, onClosed: () => undefined, logger });
}
