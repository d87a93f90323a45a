/**
 * A map of what is there now and will soon be gone. V8 leaves the values of a map in the tables that
 * the map outgrows, each of which leads to the next: once one of them is old, what was deleted long
 * ago is carried over by every minor collection, until a major one. Here nothing stays in them but
 * empty boxes.
 */
export class LiveMap<K, V> {
  readonly #boxes = new Map<K, { value: V | null }>();

  get size(): number {
    return this.#boxes.size;
  }

  get(key: K): V | undefined {
    return this.#boxes.get(key)?.value ?? undefined;
  }

  set(key: K, value: V): void {
    this.delete(key);
    this.#boxes.set(key, { value });
  }

  delete(key: K): void {
    const box = this.#boxes.get(key);
    if (box === undefined) return;
    box.value = null;
    this.#boxes.delete(key);
  }

  values(): V[] {
    return [...this.#boxes.values()].flatMap(({ value }) => (value === null ? [] : [value]));
  }
}
