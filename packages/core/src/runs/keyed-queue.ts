/** A place in a queue. */
export interface Turn {
  /** Resolves when everybody before has left. */
  readonly ready: Promise<void>;
  leave(): void;
}

/** First come, first served, per key. */
export class KeyedQueue {
  readonly #lines = new Map<string, Turn[]>();

  /** How many are waiting or being served. */
  length(key: string): number {
    return this.#lines.get(key)?.length ?? 0;
  }

  join(key: string): Turn {
    const line = this.#lines.get(key) ?? [];
    this.#lines.set(key, line);
    const before = line.at(-1);
    let release: () => void = () => undefined;
    const left = new Promise<void>((resolve) => {
      release = resolve;
    });
    const turn: Turn & { readonly left: Promise<void> } = {
      ready: before === undefined ? Promise.resolve() : (before as typeof turn).left,
      left,
      leave: () => {
        release();
        const index = line.indexOf(turn);
        if (index >= 0) line.splice(index, 1);
        if (line.length === 0) this.#lines.delete(key);
      },
    };
    line.push(turn);
    return turn;
  }
}
