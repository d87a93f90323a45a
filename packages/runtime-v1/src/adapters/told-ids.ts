/**
 * The ids that clients are told. Some providers count their calls from zero in each answer, and some
 * adapters have one id for all texts: within a thread, an id stands for one thing.
 */
export class ToldIds {
  readonly #taken: Set<string>;
  readonly #told = new Map<string, string>();

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  /** The id of something new: the given one, unless something has it already. */
  begin(id: string): string {
    const told = this.#taken.has(id) ? crypto.randomUUID() : id;
    this.#taken.add(told);
    this.#told.set(id, told);
    return told;
  }

  /** The id of what the adapter has begun last under the given one. */
  told(id: string): string {
    return this.#told.get(id) ?? id;
  }
}
