/**
 * Lets one consumer sleep until something may have happened. A wake-up that comes while nobody
 * waits is remembered, so checking first and waiting afterwards misses nothing.
 */
export class Wakeup {
  #signalled = false;
  #closed = false;
  #resolve: ((open: boolean) => void) | null = null;

  get closed(): boolean {
    return this.#closed;
  }

  wake(): void {
    if (this.#resolve === null) this.#signalled = true;
    else this.#settle();
  }

  /** Ends the current wait and every later one with `false`. */
  close(): void {
    this.#closed = true;
    this.#settle();
  }

  /** True after a wake-up, false once closed. */
  wait(): Promise<boolean> {
    if (this.#closed) return Promise.resolve(false);
    if (this.#signalled) {
      this.#signalled = false;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  #settle(): void {
    const resolve = this.#resolve;
    this.#resolve = null;
    resolve?.(!this.#closed);
  }
}
