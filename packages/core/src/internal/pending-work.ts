/** Work that goes on beside everything else, for whoever must not end before it. */
export class PendingWork {
  readonly #pending = new Set<Promise<void>>();

  /** @param work must not reject */
  add(work: Promise<void>): void {
    this.#pending.add(work);
    void work.then(() => this.#pending.delete(work));
  }

  /** Resolves when all of it is done that there is now. */
  async done(): Promise<void> {
    await Promise.all(this.#pending);
  }
}
