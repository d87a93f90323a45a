import type { StoreBackend } from '../../../src/engine.js';
import { StoreError } from '../../../src/index.js';

type Rows = Record<string, unknown>;

/** A backend that can be cut off, as a whole or for single methods. */
export class FaultyBackend {
  readonly backend: StoreBackend;
  /** Nothing gets through: every call fails. */
  isDown = false;
  /** Calls of these methods are carried out, but the answer is lost. */
  readonly mute = new Set<string>();
  /** What calls of these methods wait for before they are carried out. */
  readonly before = new Map<string, Promise<void>>();
  /** What the answers of these methods wait for. */
  readonly after = new Map<string, Promise<void>>();
  readonly calls: string[] = [];
  #wait: Promise<void> | null = null;

  constructor(inner: StoreBackend) {
    this.backend = {
      ...inner,
      threads: this.#wrap(inner.threads),
      log: this.#wrap(inner.log),
      runs: this.#wrap(inner.runs),
      nodes: this.#wrap(inner.nodes),
      open: () => this.#call('open', () => inner.open()),
    };
  }

  /** Holds every call from now on until the returned function is called. */
  hold(): () => void {
    let release = (): void => undefined;
    this.#wait = new Promise((resolve) => {
      release = resolve;
    });
    return () => {
      this.#wait = null;
      release();
    };
  }

  #wrap<T extends object>(rows: T): T {
    const wrapped: Rows = {};
    for (const [name, method] of Object.entries(rows)) {
      wrapped[name] = (...args: readonly unknown[]) =>
        this.#call(name, () => Promise.resolve(Reflect.apply(method, rows, args)));
    }
    // Every method of the rows, under its name.
    return wrapped as T;
  }

  async #call<T>(name: string, act: () => Promise<T>): Promise<T> {
    this.calls.push(name);
    await this.#wait;
    await this.before.get(name);
    if (this.isDown) throw new StoreError('unavailable', `${name}: cut off`);
    const answer = await act();
    await this.after.get(name);
    if (this.mute.has(name)) throw new StoreError('unavailable', `${name}: no answer`);
    return answer;
  }
}
