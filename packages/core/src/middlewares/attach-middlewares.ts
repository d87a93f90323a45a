import type { RunMiddleware } from '@flightdeck/middlewares';
import type { RuntimeAgent } from '../runtime/agent.js';
import { runThrough } from './run-through.js';
import { wrapAgent } from './wrap-agent.js';

export interface Attachment {
  readonly middleware: RunMiddleware;
  readonly agentId: string;
  /** The headers of the request that may reach agents. */
  readonly headers: Readonly<Record<string, string>>;
  /** See `driveAgent`. */
  readonly fastPath: boolean;
}

/** The same agent behind a middleware. */
export function attachMiddlewares(
  agent: RuntimeAgent,
  { middleware, agentId, headers, fastPath }: Attachment,
): RuntimeAgent {
  return wrapAgent(agent, {
    fastPath,
    run: ({ input, signal, drive, emit, abort }) =>
      runThrough({
        middleware,
        input,
        context: { agentId, headers, signal },
        drive,
        emit,
        onBroken: abort,
      }),
  });
}
