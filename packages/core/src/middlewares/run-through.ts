import type {
  AguiEvent,
  RunAnswer,
  RunContext,
  RunMiddleware,
  RunTransform,
} from '@flightdeck/middlewares';
import type { BaseEvent, RunAgentInput } from '@flightdeck/store';
import { createDeferred } from '../internal/deferred.js';
import { isRecord } from '../internal/is-record.js';
import { drainEvents } from './drain-events.js';
import { unlessAborted } from '../internal/unless-aborted.js';

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
  const { driven, finished } = driveThrough(begun, run);
  try {
    // An agent may stay on after it has finished its run, which is then over without it.
    await Promise.race([driven, finished]);
    await drainEvents(begun.end(), signal, emit);
  } catch (error) {
    leave();
    throw error;
  } finally {
    signal.removeEventListener('abort', leave);
  }
  return driven;
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

interface Driving<T> {
  /** What the agent answers; rejects if it or the middleware fails. */
  readonly driven: Promise<T>;
  /** The agent has told the end of its run. */
  readonly finished: Promise<void>;
}

function driveThrough<T>(transform: RunTransform, run: RunThrough<T>): Driving<T> {
  let isBroken = false;
  let isFinished = false;
  const broken = createDeferred<{ readonly error: unknown }>();
  const finished = createDeferred<void>();
  // Called from within the agent, which is not to hear of a middleware's failure.
  const take = (event: unknown): void => {
    if (isBroken) return;
    try {
      const known = !isFinished && isEvent(event) ? event : null;
      for (const told of known === null ? [event] : transform.push(known)) run.emit(told);
      if (known?.type !== 'RUN_FINISHED') return;
      isFinished = true;
      finished.resolve();
    } catch (error) {
      isBroken = true;
      broken.resolve({ error });
      run.onBroken();
    }
  };
  const drive = async (): Promise<T> => run.drive(agentInput(run.input, transform), take);
  const failing = broken.promise.then(({ error }): never => {
    throw error;
  });
  const driven = Promise.race([drive(), failing]);
  // Its failure is told where it is awaited, if anybody still waits then.
  driven.catch(() => undefined);
  return { driven, finished: finished.promise };
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
