/** Counts what goes on at the same time. */
export class Traffic<K extends object> {
  readonly #max: number;
  readonly #counts = new WeakMap<K, number>();

  /** @param max for each key */
  constructor(max: number) {
    this.#max = max;
  }

  /** Call the result, once, when it is over. `null`: there is too much already. */
  enter(key: K): (() => void) | null {
    const count = this.#counts.get(key) ?? 0;
    if (count >= this.#max) return null;
    this.#counts.set(key, count + 1);
    return () => this.#counts.set(key, (this.#counts.get(key) ?? 1) - 1);
  }
}
