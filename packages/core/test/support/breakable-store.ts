import { memoryThreads, StoreError, type StoreEngine } from '@flightdeck/store';

type Port = 'threads' | 'log' | 'coordinator' | 'bus';

export interface Breakage {
  /** How many calls fail. @default Infinity */
  readonly times?: number;
  /** How many calls succeed before that. @default 0 */
  readonly after?: number;
  /** @default StoreError `unavailable` */
  readonly error?: unknown;
  /** Whether the call is carried out before it fails, as when an answer is lost on its way. @default false */
  readonly carriedOut?: boolean;
}

/** A memory engine whose methods fail when a test says so. */
export interface BreakableStore {
  readonly store: StoreEngine;
  break(port: Port, method: string, breakage?: Breakage): void;
  repair(): void;
}

export function createBreakableStore(): BreakableStore {
  const broken = new Map<string, Breakage & { calls: number }>();
  const engine = memoryThreads();

  const guarded = <P extends object>(port: Port, target: P): P =>
    new Proxy(target, {
      get(_target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          const call = (): unknown => Reflect.apply(value, target, args);
          const breakage = broken.get(`${port}.${String(name)}`);
          if (breakage === undefined) return call();
          if (!fails(breakage)) return call();
          return name === 'history' ? failingIteration(breakage) : fail(breakage, call);
        };
      },
    });

  return {
    store: {
      name: 'breakable',
      threads: guarded('threads', engine.threads),
      log: guarded('log', engine.log),
      coordinator: guarded('coordinator', engine.coordinator),
      bus: guarded('bus', engine.bus),
      close: () => engine.close(),
    },
    break(port, method, breakage = {}) {
      broken.set(`${port}.${method}`, { ...breakage, calls: 0 });
    },
    repair() {
      broken.clear();
    },
  };
}

function fails(breakage: Breakage & { calls: number }): boolean {
  const { after = 0, times = Infinity } = breakage;
  breakage.calls += 1;
  return breakage.calls > after && breakage.calls <= after + times;
}

function failingIteration(breakage: Breakage): AsyncIterable<never> {
  return { [Symbol.asyncIterator]: () => ({ next: () => fail(breakage, () => undefined) }) };
}

function fail({ error, carriedOut = false }: Breakage, call: () => unknown): Promise<never> {
  const reason = error ?? new StoreError('unavailable', 'The disk is on fire');
  const done = carriedOut ? Promise.resolve(call()) : Promise.resolve();
  return done.then(() => {
    throw reason;
  });
}
