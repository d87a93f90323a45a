interface Listener<V> {
  readonly call: (value: V) => void;
}

/** Listeners by key. The same function may listen several times. */
export class Topics<K, V> {
  readonly #byKey = new Map<K, Set<Listener<V>>>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  has(key: K): boolean {
    return this.#byKey.has(key);
  }

  keys(): Iterable<K> {
    return this.#byKey.keys();
  }

  /** Answers the function that removes the listener; that one tells whether it was still there. */
  add(key: K, call: (value: V) => void): () => boolean {
    const listener = { call };
    const listeners = this.#byKey.get(key) ?? new Set();
    this.#byKey.set(key, listeners.add(listener));
    return () => {
      const removed = listeners.delete(listener);
      if (listeners.size === 0 && this.#byKey.get(key) === listeners) this.#byKey.delete(key);
      return removed;
    };
  }

  publish(key: K, value: V): void {
    const listeners = this.#byKey.get(key);
    if (listeners === undefined) return;
    // A copy, so that who joins during the round is not called in it.
    for (const listener of Array.from(listeners)) {
      if (listeners.has(listener)) this.#deliver(listener, value);
    }
  }

  clear(): void {
    for (const listeners of this.#byKey.values()) listeners.clear();
    this.#byKey.clear();
  }

  #deliver(listener: Listener<V>, value: V): void {
    try {
      listener.call(value);
    } catch (error) {
      this.#onError(error);
    }
  }
}
