/** Writes closer to each other than this, in milliseconds, are a burst. */
const BURST_GAP_MS = 3;
/** So many of a burst are written at once: a short answer never waits. */
const FREE_WRITES = 4;
const PAUSE_MS = 1;
/** Beyond this, in bytes or UTF-16 units, waiting would gather little more. */
const FULL_PIECE = 16 * 1024;

/**
 * How often a stream is written to. Each write is a system call and a packet, which cost more than many
 * events; so one that says more than a word per millisecond is written to once in that time, with
 * all that has come meanwhile. One that does not is written to at once.
 */
export class WritePace {
  #burst = 0;
  #writtenAt = -Infinity;

  /** To be asked after each write: resolves when it is time to see what else there is; `null` for at once. */
  pauseAfter(length: number): Promise<void> | null {
    const now = performance.now();
    this.#burst = now - this.#writtenAt < BURST_GAP_MS ? this.#burst + 1 : 0;
    this.#writtenAt = now;
    if (this.#burst < FREE_WRITES || length >= FULL_PIECE) return null;
    return new Promise((resolve) => {
      setTimeout(resolve, PAUSE_MS);
    });
  }
}
