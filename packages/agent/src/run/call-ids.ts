/**
 * The ids of a thread's tool calls. Some providers number the calls of each answer, or give none an
 * id, while clients and stores tell calls apart by id across the whole thread: a taken or missing id
 * is replaced.
 */
export class CallIds {
  readonly #taken: Set<string>;
  readonly #newId: () => string;
  readonly #current = new Map<string, string>();

  /** `taken`: the ids of the calls in the history. */
  constructor(taken: Iterable<string>, newId: () => string) {
    this.#taken = new Set(taken);
    this.#newId = newId;
  }

  /** The id of a call that begins: the provider's own, if no other call has it. */
  open(providerId: string): string {
    const id = providerId === '' || this.#taken.has(providerId) ? this.#newId() : providerId;
    this.#taken.add(id);
    this.#current.set(providerId, id);
    return id;
  }

  /** The id of the latest call that the provider calls so; `undefined` if there was none in this run. */
  find(providerId: string): string | undefined {
    return this.#current.get(providerId);
  }
}
