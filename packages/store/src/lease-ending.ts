import type { LeaseEnd } from './run-coordinator.js';

/**
 * Tells the holder of a lease, once, that it has to end its run. The signal that says the same is
 * made for whoever asks for it: it costs more than anything else of a lease, and runs do not ask.
 */
export class LeaseEnding {
  #reason: LeaseEnd | null = null;
  #onEnd: ((reason: LeaseEnd) => void)[] | null = null;
  #controller: AbortController | null = null;

  /** Why the holder has to end; `null` as long as it has not. */
  get reason(): LeaseEnd | null {
    return this.#reason;
  }

  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      if (this.#reason !== null) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Calls back when the holder has to end, at once if it has to already. */
  listen(onEnd: (reason: LeaseEnd) => void): void {
    if (this.#reason !== null) onEnd(this.#reason);
    else (this.#onEnd ??= []).push(onEnd);
  }

  /**
   * The run is over, so nobody has to be told of an end any more. Without this the tables of sets that
   * have held the lease keep whoever listened, and everything of its run, through minor collections.
   */
  letGo(): void {
    this.#onEnd = null;
  }

  /** Only the first reason counts. */
  end(reason: LeaseEnd): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    const listeners = this.#onEnd ?? [];
    this.#onEnd = null;
    for (const listener of listeners) listener(reason);
    this.#controller?.abort(reason);
  }
}
