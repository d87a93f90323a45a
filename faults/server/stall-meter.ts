import { readFileSync } from 'node:fs';
import { now } from './messages.js';

const TICK_MS = 10;
const SCHEDSTAT = `/proc/self/task/${process.pid}/schedstat`;

/**
 * Measures how long the event loop stands still because of what runs on it.
 *
 * A timer that fires late says that much only on an idle machine: on a busy one the process may
 * have waited for a core. Linux counts that waiting, and it is subtracted. Elsewhere it is not.
 */
export class StallMeter {
  readonly #timer: NodeJS.Timeout;
  #firedAt = now();
  #waited = waitedForCoreMs();
  #longest = 0;

  constructor() {
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /** The longest stall since this was asked last, in milliseconds. */
  take(): number {
    const longest = this.#longest;
    this.#longest = 0;
    this.#firedAt = now();
    this.#waited = waitedForCoreMs();
    return longest;
  }

  #tick(): void {
    const firedAt = now();
    const waited = waitedForCoreMs();
    const stall = firedAt - this.#firedAt - TICK_MS - (waited - this.#waited);
    this.#longest = Math.max(this.#longest, stall);
    this.#firedAt = firedAt;
    this.#waited = waited;
  }
}

/** How long the main thread has been ready to run without a core to run on. */
function waitedForCoreMs(): number {
  try {
    const [, waitedNs = '0'] = readFileSync(SCHEDSTAT, 'utf8').split(' ');
    return Number(waitedNs) / 1e6;
  } catch {
    return 0;
  }
}
