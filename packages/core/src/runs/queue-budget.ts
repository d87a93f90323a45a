/** Whoever keeps something in memory for a slow store. */
export interface BudgetHolder {
  /** What it keeps, in UTF-16 units, as the budget was told last; 0 at first. */
  heldUnits: number;
}

/** Bounds what all runs of a process together keep in memory for a slow store. */
export class QueueBudget {
  readonly #limit: number;
  #total = 0;

  /** @param limit in UTF-16 units of JSON text */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Says how much a holder keeps now; false if that is too much for everybody together. */
  hold(holder: BudgetHolder, units: number): boolean {
    this.#total += units - holder.heldUnits;
    holder.heldUnits = units;
    return units === 0 || this.#total <= this.#limit;
  }
}
