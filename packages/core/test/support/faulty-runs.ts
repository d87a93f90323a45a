import { runFinished, textEnd, textStart } from '@flightdeck/testing';
import type { RunAgentInput, RuntimeAgent } from '../../src/index.js';
import type { RunEnding } from './fault-bench.js';

type Emit = (params: { readonly event: unknown }) => void;

/** One way in which `runAgent` misbehaves, once; the next run of the agent is a proper one. */
export interface FaultyRun {
  readonly title: string;
  readonly run: (emit: (event: unknown) => void, input: RunAgentInput, onEvent: Emit) => unknown;
  readonly ending: RunEnding;
  /** How often `onError` is told. @default 0 */
  readonly told?: number;
}

/** An agent that carries out the fault on its first run and a short answer on each later one. */
export function agentWith({ run }: FaultyRun): RuntimeAgent {
  let runs = 0;
  const agent: RuntimeAgent = {
    clone: () => ({ ...agent }),
    runAgent(input: never, { onEvent }: never): unknown {
      const emit = (event: unknown): void => (onEvent as Emit)({ event });
      runs += 1;
      return runs === 1 ? run(emit, input, onEvent) : emit(runFinished(input));
    },
  };
  return agent;
}

const text = textStart('m');

function throws(value: unknown): FaultyRun['run'] {
  return () => {
    throw value;
  };
}

/** An object that no code can look at without an exception. */
function hostile(): object {
  const refuse = (): never => {
    throw new Error('hostile');
  };
  return new Proxy({}, { get: refuse, has: refuse, getPrototypeOf: refuse, ownKeys: refuse });
}

function cyclic(): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  value.self = value;
  return value;
}

function custom(value: unknown): unknown {
  return { type: 'CUSTOM', name: 'custom', value };
}

/** Emits an event in the middle of an otherwise proper run. */
function amid(...events: readonly unknown[]): FaultyRun['run'] {
  return (emit, input) => {
    emit(text);
    for (const event of events) emit(event);
    emit(textEnd('m'));
    emit(runFinished(input));
  };
}

const INCOMPLETE = { ending: 'INCOMPLETE_STREAM', told: 1 } as const;
const FINISHED = { ending: 'RUN_FINISHED' } as const;

/** What is thrown, and how. */
export const THROWING: readonly FaultyRun[] = [
  { title: 'throws at once', run: throws(new Error('broken')), ...INCOMPLETE },
  {
    title: 'rejects at once',
    run: async () => throws(new Error('broken'))(...NO_ARGS),
    ...INCOMPLETE,
  },
  {
    title: 'throws in the middle',
    run: (emit) => {
      emit(text);
      throw new Error('broken');
    },
    ...INCOMPLETE,
  },
  {
    title: 'rejects in the middle',
    run: async (emit) => {
      emit(text);
      await Promise.resolve();
      throw new Error('broken');
    },
    ...INCOMPLETE,
  },
  { title: 'throws undefined', run: throws(undefined), ...INCOMPLETE },
  { title: 'throws null', run: throws(null), ...INCOMPLETE },
  { title: 'throws a text', run: throws('broken'), ...INCOMPLETE },
  { title: 'throws a Response', run: throws(new Response('no', { status: 401 })), ...INCOMPLETE },
  { title: 'throws a symbol', run: throws(Symbol('broken')), ...INCOMPLETE },
  { title: 'throws an error that cannot be looked at', run: throws(hostile()), ...INCOMPLETE },
  {
    title: 'throws after its end',
    run: (emit, input) => {
      emit(runFinished(input));
      throw new Error('too late');
    },
    ...FINISHED,
  },
  {
    title: 'rejects long after its end',
    run: async (emit, input) => {
      emit(runFinished(input));
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error('too late');
    },
    ...FINISHED,
  },
];

/** Ends that are none. */
export const ENDING: readonly FaultyRun[] = [
  { title: 'returns without an event', run: () => undefined, ...INCOMPLETE },
  { title: 'resolves in the middle', run: async (emit) => emit(text), ...INCOMPLETE },
  { title: 'returns something that is no promise', run: amid(), ...FINISHED },
  {
    title: 'never resolves after its end',
    run: (emit, input) => {
      emit(runFinished(input));
      return new Promise(() => undefined);
    },
    ...FINISHED,
  },
  {
    title: 'ends twice',
    run: (emit, input) => {
      emit(runFinished(input));
      emit(runFinished(input));
    },
    ...FINISHED,
  },
  {
    title: 'fails after it has finished',
    run: (emit, input) => {
      emit(runFinished(input));
      emit({ type: 'RUN_ERROR', message: 'too late' });
    },
    ...FINISHED,
  },
  {
    title: 'goes on after its end',
    run: (emit, input) => {
      emit(runFinished(input));
      emit(text);
      emit(textEnd('m'));
    },
    ...FINISHED,
  },
  {
    title: 'goes on after it has returned',
    run: (emit) => {
      setImmediate(() => emit(text));
    },
    ...INCOMPLETE,
  },
  {
    title: 'finishes with a message open',
    run: (emit, input) => {
      emit(text);
      emit(runFinished(input));
    },
    ...FINISHED,
  },
  {
    title: 'is silent for ever',
    run: () => new Promise(() => undefined),
    ending: 'RUN_IDLE_TIMEOUT',
    told: 1,
  },
];

/** Events that are none, or that nobody could take. */
export const EMITTING: readonly FaultyRun[] = [
  ...[null, undefined, 42, 'text', [], {}, { type: 7 }, Symbol('event'), () => undefined].map(
    (event): FaultyRun => ({
      title: `emits ${typeof event === 'object' ? JSON.stringify(event) : typeof event}`,
      run: amid(event),
      ...FINISHED,
    }),
  ),
  { title: 'emits an unknown type', run: amid({ type: 'BRAND_NEW' }), ...FINISHED },
  {
    title: 'emits pieces of a message that nobody has opened',
    run: amid({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'x', delta: 'x' }),
    ...FINISHED,
  },
  { title: 'emits a cycle', run: amid(custom(cyclic())), ending: 'INVALID_EVENT', told: 1 },
  { title: 'emits a bigint', run: amid(custom(1n)), ending: 'INVALID_EVENT', told: 1 },
  {
    title: 'emits an event whose toJSON throws',
    run: amid(custom({ toJSON: throws(new Error('no')) })),
    ending: 'INVALID_EVENT',
    told: 1,
  },
  {
    title: 'emits an event whose toJSON says nothing',
    run: amid({ type: 'CUSTOM', name: 'a', value: 1, toJSON: () => undefined }),
    ending: 'INVALID_EVENT',
    told: 1,
  },
  {
    title: 'emits an event that is too large',
    run: amid(custom('x'.repeat(2_000))),
    ending: 'EVENT_TOO_LARGE',
    told: 1,
  },
  {
    title: 'ends in an event that JSON cannot express',
    run: (emit, input) => emit({ ...runFinished(input), result: 1n }),
    ending: 'INVALID_EVENT',
    told: 1,
  },
  { title: 'emits an event that cannot be looked at', run: amid(hostile()), ...FINISHED },
  {
    title: 'emits an event that cannot be looked at, from a timer',
    run: (emit, input) =>
      new Promise<void>((resolve) => {
        setImmediate(() => {
          emit(hostile());
          emit(runFinished(input));
          resolve();
        });
      }),
    ...FINISHED,
  },
  {
    title: 'calls its subscriber without anything',
    run: (emit, input, onEvent) => {
      (onEvent as () => void)();
      emit(runFinished(input));
    },
    ...FINISHED,
  },
];

const NO_ARGS = [() => undefined, {} as RunAgentInput, () => undefined] as const;
