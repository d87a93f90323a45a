import type {
  AguiEvent,
  RunAnswer,
  RunContext,
  RunMiddleware,
  RunTransform,
} from '@flightdeck/middlewares';
import type { BaseEvent, RunAgentInput } from '@flightdeck/store';
import { isRecord } from '../internal/is-record.js';
import { drainEvents } from './drain-events.js';
import { unlessAborted } from './unless-aborted.js';

export interface RunThrough<T> {
  readonly middleware: RunMiddleware;
  readonly input: RunAgentInput;
  readonly context: RunContext;
  /** What is stored of a run that goes on; it is not told again. */
  readonly past?: readonly BaseEvent[];
  /** Runs the agent to its end with the input that the middleware makes. */
  drive(input: RunAgentInput, onEvent: (event: unknown) => void): T | Promise<T>;
  /** Takes what the run tells. Must not throw. */
  readonly emit: (event: unknown) => void;
  /** The middleware has failed, so that nobody listens to the agent any more. */
  onBroken(): void;
}

/**
 * Runs an agent behind a middleware. Resolves with what the agent has answered, or `undefined` if the
 * middleware answered for it or the run was aborted; rejects with what either of them throws.
 */
export async function runThrough<T>(run: RunThrough<T>): Promise<T | undefined> {
  const { middleware, input, context, past = [], emit } = run;
  const { signal } = context;
  const begun = await unlessAborted(signal, async () => middleware.begin(input, context));
  if (begun === undefined || signal.aborted) return undefined;
  if (begun === null) return run.drive(input, emit);
  if (isAnswer(begun)) {
    await drainEvents(begun.answer(), signal, emit);
    return undefined;
  }
  // What it has made of them is stored as well.
  for (const event of past) begun.push(event);
  const leave = leavingOnce(begun, emit);
  signal.addEventListener('abort', leave, { once: true });
  try {
    const answer = await driveThrough(begun, run);
    await drainEvents(begun.end(), signal, emit);
    return answer;
  } catch (error) {
    leave();
    throw error;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

/** Tells what a middleware leaves of a run that is stopped or fails, so that viewers do not wait for it. */
function leavingOnce(transform: RunTransform, emit: (event: unknown) => void): () => void {
  let hasLeft = false;
  return () => {
    if (hasLeft) return;
    hasLeft = true;
    try {
      for (const event of transform.abandon?.() ?? []) emit(event);
    } catch {
      // The run ends anyway, and a listener of an abort has nobody to tell.
    }
  };
}

function isAnswer(begun: RunTransform | RunAnswer): begun is RunAnswer {
  return 'answer' in begun;
}

async function driveThrough<T>(transform: RunTransform, run: RunThrough<T>): Promise<T> {
  let isBroken = false;
  let fail: (error: unknown) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Called from within the agent, which is not to hear of a middleware's failure.
  const take = (event: unknown): void => {
    if (isBroken) return;
    try {
      for (const told of isEvent(event) ? transform.push(event) : [event]) run.emit(told);
    } catch (error) {
      isBroken = true;
      fail(error);
      run.onBroken();
    }
  };
  return Promise.race([run.drive(agentInput(run.input, transform), take), broken]);
}

/** Middlewares pass on what they do not know of, but their types do not say so. */
function agentInput(input: RunAgentInput, transform: RunTransform): RunAgentInput {
  // Holds because messages, tools and context are those of the input, or were made to be like them.
  return { ...input, ...(transform.input as Partial<RunAgentInput>) };
}

/** Anything else is for the run's own rules to judge. */
function isEvent(event: unknown): event is AguiEvent {
  try {
    return isRecord(event) && typeof event.type === 'string';
  } catch {
    // A getter or a proxy that throws when it is looked at.
    return false;
  }
}
