import {
  isResponseLike,
  RuntimeError,
  type Message as AguiMessage,
  type RunAgentInput,
} from '@flightdeck/core';
import type { CopilotServiceAdapter } from '../adapters/service-adapter.js';
import type { ReportError } from '../errors/copilot-error-event.js';
import { RunHookError } from '../errors/run-hook-error.js';
import { isRecord } from '../internal/is-record.js';
import type { Message } from '../messages/message.js';
import { toAguiMessages } from '../messages/to-agui-messages.js';
import { toV1Messages } from '../messages/to-v1-messages.js';
import type { CopilotRuntimeConstructorParams } from '../options/runtime-params.js';
import type { V1Request, V1Run } from '../run/v1-request.js';
import { historyEdits, type HistoryEdits } from './history-edits.js';

/** The hooks of one run: see `prepareRunHooks`. */
export interface RunHooks extends RunHooksOptions {
  readonly params: CopilotRuntimeConstructorParams;
  readonly request: V1Request;
  readonly run: V1Run;
  /** What `onBeforeRequest` was given, as it has left it. Made when somebody asks, as histories are long. */
  readonly inputMessages: () => Message[];
  readonly edits: HistoryEdits | null;
}

export interface RunHooksOptions {
  readonly report: ReportError;
  /** Whose `provider` and `model` `observability_c` is told. */
  readonly adapter?: Pick<CopilotServiceAdapter, 'provider' | 'model'> | undefined;
}

/** Whether an option asks for anything around runs. */
function hasRunHooks(params: CopilotRuntimeConstructorParams): boolean {
  const { middleware, observability_c: observability, onStopGeneration, onError } = params;
  return (
    middleware?.onBeforeRequest !== undefined ||
    middleware?.onAfterRequest !== undefined ||
    observability?.enabled === true ||
    onStopGeneration !== undefined ||
    // Agents that tell of their failure throw nothing that the runtime could report.
    onError !== undefined
  );
}

/**
 * Calls `middleware.onBeforeRequest` of a run that is asked for. To be called within the agents
 * factory, so that a `Response` which it throws is the answer: nothing of the run has begun.
 *
 * @returns what `withRunHooks` needs; `null` if the request starts no run or nothing is to be done
 * @throws the `Response`, or an error of the runtime that is an answer; `RunHookError` for anything else
 *   that the hook throws
 */
export async function prepareRunHooks(
  params: CopilotRuntimeConstructorParams,
  request: V1Request,
  input: RunAgentInput,
  options: RunHooksOptions,
): Promise<RunHooks | null> {
  const { run } = request;
  if (run === null || !hasRunHooks(params)) return null;
  let made: Message[] | undefined;
  const inputMessages = (): Message[] => (made ??= toV1Messages(input.messages));
  const hooks = { ...options, params, request, run, inputMessages };
  if (params.middleware?.onBeforeRequest === undefined) return { ...hooks, edits: null };
  const edited = await callBefore(params.middleware, hooks);
  return { ...hooks, edits: historyEdits(input.messages, edited) };
}

/** What the hook has made of the messages. */
async function callBefore(
  middleware: NonNullable<CopilotRuntimeConstructorParams['middleware']>,
  { request, run, inputMessages: messagesOf }: Omit<RunHooks, 'edits'>,
): Promise<AguiMessage[]> {
  const { threadId, runId } = run;
  const { properties, url } = request;
  const inputMessages = messagesOf();
  try {
    await middleware.onBeforeRequest?.({ threadId, runId, inputMessages, properties, url });
    for (const message of inputMessages) checkMessage(message);
    return toAguiMessages(inputMessages);
  } catch (thrown) {
    if (isResponseLike(thrown) || RuntimeError.is(thrown)) throw thrown;
    throw new RunHookError('middleware.onBeforeRequest', run, thrown);
  }
}

function checkMessage(message: unknown): void {
  // Of whichever copy of the class; other packages of CopilotKit have one, too.
  if (isRecord(message) && typeof message.isTextMessage === 'function') return;
  throw new TypeError(
    'inputMessages must hold v1 messages: new TextMessage({ role, content }) for a text, not an object that looks like one',
  );
}
