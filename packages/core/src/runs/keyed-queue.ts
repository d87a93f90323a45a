import { createDeferred } from '../internal/deferred.js';

/** A place in a queue. */
export interface Turn {
  /** Resolves when everybody before has left. */
  readonly ready: Promise<void>;
  leave(): void;
}

interface Place extends Turn {
  readonly left: Promise<void>;
}

/** First come, first served, per key. */
export class KeyedQueue {
  readonly #lines = new Map<string, Place[]>();

  /** How many are waiting or being served. */
  length(key: string): number {
    return this.#lines.get(key)?.length ?? 0;
  }

  join(key: string): Turn {
    const line = this.#lines.get(key) ?? [];
    this.#lines.set(key, line);
    const left = createDeferred<void>();
    const place: Place = {
      ready: line.at(-1)?.left ?? Promise.resolve(),
      left: left.promise,
      leave: () => {
        left.resolve();
        const index = line.indexOf(place);
        if (index >= 0) line.splice(index, 1);
        if (line.length === 0) this.#lines.delete(key);
      },
    };
    line.push(place);
    return place;
  }
}
