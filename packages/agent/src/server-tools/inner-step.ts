import { isRecord } from '../tools/is-record.js';
import { isInnerAgent, type InnerAgent } from './inner-agent.js';
import { StepLog, type LooseEvent } from './step-log.js';

/** What each step of a run begins with. */
export interface StepInput {
  readonly threadId: string;
  readonly runId: string;
  readonly messages: readonly unknown[];
  readonly state: unknown;
  readonly [field: string]: unknown;
}

export interface StepOptions {
  readonly prepare: (agent: InnerAgent) => void;
  readonly signal: AbortSignal;
  /** Called with each event that is to be told at once. */
  readonly onEvent: (event: LooseEvent) => void;
}

export interface StepResult {
  readonly log: StepLog;
  /** The history with the step in it. */
  readonly messages: readonly unknown[];
  readonly state: unknown;
}

/**
 * Asks an agent once, as a clone. Its `RUN_FINISHED` is not told but kept in the log. When the
 * signal aborts, the agent is told to stop and nothing more of it is heard.
 */
export async function runInnerStep(
  inner: InnerAgent,
  input: StepInput,
  { prepare, signal, onEvent }: StepOptions,
): Promise<StepResult> {
  signal.throwIfAborted();
  const agent = cloneOf(inner);
  prepare(agent);
  agent.threadId = input.threadId;
  // The documented shapes, which the `never` of `InnerAgent` hides.
  agent.setMessages?.([...input.messages] as never);
  agent.setState?.((input.state ?? {}) as never);
  const log = new StepLog(input.state);
  const stop = (): void => agent.abortRun?.();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const subscriber = {
      onEvent: (parameters: { readonly event?: unknown } | undefined) => {
        const event = parameters?.event;
        if (signal.aborted || !isEvent(event)) return;
        log.push(event);
        if (event.type !== 'RUN_FINISHED') onEvent(event);
      },
    };
    await agent.runAgent(input as never, subscriber as never);
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return { log, ...historyOf(agent, input, log) };
}

function cloneOf(inner: InnerAgent): InnerAgent {
  const agent = inner.clone();
  if (isInnerAgent(agent)) return agent;
  // A promise is no agent; that it may reject is nobody's concern any more.
  Promise.resolve(agent).catch(() => undefined);
  throw new Error('clone() of the agent did not return an agent');
}

/** AG-UI's own agents keep history and state by the events; for others the log tells them. */
function historyOf(
  agent: InnerAgent,
  input: StepInput,
  log: StepLog,
): Pick<StepResult, 'messages' | 'state'> {
  if (typeof agent.setMessages === 'function' && Array.isArray(agent.messages)) {
    return { messages: agent.messages, state: agent.state };
  }
  return { messages: [...input.messages, ...log.messages()], state: log.state };
}

function isEvent(value: unknown): value is LooseEvent {
  return isRecord(value) && typeof value.type === 'string';
}
