import type { BaseEvent, Clock, RunAgentInput, WrappedRun } from '@flightdeck/core';
import { errorBehind } from '../adapters/adapter-run-error.js';
import { errorContextOf } from '../errors/error-context.js';
import { isRecord } from '../internal/is-record.js';
import { observe, type Observability } from './observability.js';
import type { RunHooks } from './prepare-run-hooks.js';
import { RunOutput } from './run-output.js';

/** How long the end of a run waits for its hooks, in milliseconds. Documented in `docs/limits.md`. */
const HOOK_WAIT_MS = 10_000;

/** How long an agent that has told of its failure may take to end, in milliseconds. In `docs/limits.md`, too. */
const REJECTION_WAIT_MS = 1000;

/**
 * One run with its hooks. The event that ends it is held back until `onAfterRequest` and what
 * `observability_c` has been told are through, or take too long; a run that is ended from outside
 * waits for nothing.
 */
export class HookedRun {
  readonly #hooks: RunHooks;
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #observability: Observability | null;
  readonly #output = new RunOutput();
  /** Whether anybody is told what the agent has said. */
  readonly #isToldOutput: boolean;
  /** Hooks that have been called and have not answered. */
  readonly #pending = new Map<Promise<void>, string>();
  #isOver = false;

  constructor(hooks: RunHooks, clock: Clock) {
    this.#hooks = hooks;
    this.#clock = clock;
    this.#startedAt = clock.now();
    this.#observability = observe(hooks, {
      now: () => clock.now(),
      call: (name, work) => this.#call(`observability_c.${name}`, work),
    });
    const { middleware, onStopGeneration } = hooks.params;
    this.#isToldOutput =
      this.#observability !== null ||
      middleware?.onAfterRequest !== undefined ||
      onStopGeneration !== undefined;
  }

  /** Settles as the agent does. */
  async run({ input: given, signal, drive, emit }: WrappedRun): Promise<unknown> {
    const input = this.#edited(given);
    this.#output.begin([...given.messages, ...input.messages]);
    this.#observability?.request(input);
    let terminal: BaseEvent | undefined;
    const { over, end } = oneEnd(signal);
    const take = (event: unknown): void => {
      // What comes after the end is heard by nobody, as without hooks.
      if (terminal !== undefined) return;
      if (!isEvent(event)) {
        emit(event);
        return;
      }
      this.#note(event);
      if (!isTerminal(event) || signal.aborted) {
        emit(event);
        return;
      }
      terminal = event;
      end();
    };
    const driven = drive(input, take);
    let failure: { readonly error: unknown } | undefined;
    driven.then(end, (error: unknown) => {
      failure = { error };
      end();
    });
    await over;
    this.#isOver = true;
    if (terminal?.type === 'RUN_ERROR') await this.#ended(driven, signal);
    if (!signal.aborted) await this.#conclude(signal, terminal, failure);
    if (terminal !== undefined) emit(terminal);
    return driven;
  }

  /** The run is ended from outside: stopped, given up by its reader, out of time. */
  stop(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { params, request, run, inputMessages } = this.#hooks;
    this.#observability?.response(() => this.#output.messages());
    const { onStopGeneration } = params;
    if (onStopGeneration === undefined) return;
    const { threadId, runId, agentId: agentName } = run;
    this.#call('onStopGeneration', () => {
      const lastMessage = this.#output.messages().at(-1) ?? inputMessages().at(-1);
      return onStopGeneration({
        threadId,
        runId,
        url: request.url,
        agentName,
        ...(lastMessage === undefined ? {} : { lastMessage }),
      });
    });
  }

  /** An event that cannot be looked at is for the rules of the run to judge. */
  #note(event: BaseEvent): void {
    try {
      if (this.#isToldOutput) this.#output.add(event);
      this.#observability?.chunk(event);
    } catch {
      // Whoever records the run says what is wrong with it.
    }
  }

  #edited(input: RunAgentInput): RunAgentInput {
    const { edits } = this.#hooks;
    return edits === null ? input : { ...input, messages: edits(input.messages) };
  }

  async #conclude(
    signal: AbortSignal,
    terminal: BaseEvent | undefined,
    failure: { readonly error: unknown } | undefined,
  ): Promise<void> {
    const error = failureOf(terminal, failure);
    if (error === null) {
      this.#observability?.response(() => this.#output.messages());
    } else {
      // The runtime reports what agents throw; what they tell is known here alone.
      if (terminal !== undefined) this.#report(error.error, { code: terminal.code });
      this.#observability?.error(error.error);
    }
    this.#callAfter();
    await this.#settled(signal);
  }

  #callAfter(): void {
    const { params, request, run, inputMessages } = this.#hooks;
    const { middleware } = params;
    if (middleware?.onAfterRequest === undefined) return;
    const { threadId, runId } = run;
    this.#call('middleware.onAfterRequest', () =>
      middleware.onAfterRequest?.({
        threadId,
        runId,
        inputMessages: inputMessages(),
        outputMessages: this.#output.messages(),
        properties: request.properties,
        url: request.url,
      }),
    );
  }

  /** Calls a hook whose failure is told to `onError` and changes nothing. */
  #call(hook: string, work: () => unknown): void {
    const called = (async () => {
      try {
        await work();
      } catch (error) {
        this.#report(error, { hook });
      }
    })();
    this.#pending.set(called, hook);
    void called.then(() => this.#pending.delete(called));
  }

  #report(
    error: unknown,
    { hook, code }: { readonly hook?: string; readonly code?: unknown },
  ): void {
    this.#hooks.report(error, {
      ...errorContextOf(this.#hooks.request, this.#startedAt),
      metadata: {
        phase: hook === undefined ? 'sse.subscription' : 'common',
        ...(hook === undefined ? {} : { hook }),
        ...(code === undefined ? {} : { code }),
      },
    });
  }

  /** What agents reject with says more than the event before it, whose text is for browsers. */
  async #ended(driven: Promise<unknown>, signal: AbortSignal): Promise<void> {
    const { over, end } = oneEnd(signal);
    const cancel = this.#clock.after(REJECTION_WAIT_MS, end);
    driven.then(end, end);
    await over;
    cancel();
  }

  /** Resolves when every hook has answered, or none is waited for any longer. */
  async #settled(signal: AbortSignal): Promise<void> {
    if (this.#pending.size === 0) return;
    const { over, end } = oneEnd(signal);
    const cancel = this.#clock.after(HOOK_WAIT_MS, () => {
      for (const hook of new Set(this.#pending.values())) {
        this.#report(new Error(`${hook} has not answered within ${HOOK_WAIT_MS} ms`), { hook });
      }
      end();
    });
    void Promise.all(this.#pending.keys()).then(end);
    await over;
    cancel();
  }
}

/** Resolves at `end()`, or when the signal aborts. */
function oneEnd(signal: AbortSignal): { readonly over: Promise<void>; readonly end: () => void } {
  let end: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    end = () => {
      signal.removeEventListener('abort', end);
      resolve();
    };
  });
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return { over, end };
}

/** `null` for a run that has come to its end. */
function failureOf(
  terminal: BaseEvent | undefined,
  failure: { readonly error: unknown } | undefined,
): { readonly error: unknown } | null {
  if (terminal?.type === 'RUN_FINISHED') return null;
  if (terminal === undefined) {
    return failure ?? { error: new Error('Run ended without emitting a terminal event') };
  }
  const behind = failure?.error ?? errorBehind(terminal);
  if (behind !== undefined) return { error: behind };
  const { message } = terminal;
  return { error: new Error(typeof message === 'string' ? message : 'The agent has failed') };
}

function isTerminal({ type }: BaseEvent): boolean {
  return type === 'RUN_FINISHED' || type === 'RUN_ERROR';
}

function isEvent(value: unknown): value is BaseEvent {
  try {
    return isRecord(value) && typeof value.type === 'string';
  } catch {
    // For the rules of the run to judge.
    return false;
  }
}
