/** Bounds what all runs of a process together keep in memory for a slow store. */
export class QueueBudget {
  readonly #limit: number;
  readonly #held = new Map<object, number>();
  #total = 0;

  /** @param limit in UTF-16 units of JSON text */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Says how much a holder keeps now; false if that is too much for everybody together. */
  hold(holder: object, units: number): boolean {
    this.#total += units - (this.#held.get(holder) ?? 0);
    if (units === 0) this.#held.delete(holder);
    else this.#held.set(holder, units);
    return units === 0 || this.#total <= this.#limit;
  }
}
