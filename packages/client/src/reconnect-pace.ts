import type { Host } from './host.js';
import { ResumeError } from './resume-error.js';

/** How long and how often a lost connection is tried again. */
export interface Patience {
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  readonly maxAttempts: number;
  readonly maxElapsedMs: number;
}

/** Spaces the attempts of one outage: random delays whose bound doubles, none after a wake-up. */
export class ReconnectPace {
  readonly #host: Host;
  readonly #patience: Patience;
  #attempts = 0;
  #lostAt: number | null = null;

  constructor(host: Host, patience: Patience) {
    this.#host = host;
    this.#patience = patience;
  }

  /** The connection works: the next outage begins afresh. */
  recovered(): void {
    this.#attempts = 0;
    this.#lostAt = null;
  }

  /**
   * Waits until the next attempt may be made, at least for what the server has asked for.
   *
   * @throws ResumeError when it has been tried too often or for too long; the signal's reason when
   *   it aborts
   */
  async next(signal: AbortSignal, cause: unknown, retryAfterMs: number): Promise<void> {
    const { minDelayMs, maxDelayMs, maxAttempts, maxElapsedMs } = this.#patience;
    signal.throwIfAborted();
    const now = this.#host.now();
    this.#lostAt ??= now;
    const leftMs = this.#lostAt + maxElapsedMs - now;
    if (this.#attempts >= maxAttempts || leftMs <= 0) {
      const message = `The connection was lost and ${this.#attempts} attempts to go on have failed`;
      throw new ResumeError(message, null, cause);
    }
    const bound = Math.min(maxDelayMs, minDelayMs * 2 ** this.#attempts);
    this.#attempts += 1;
    // What the server asks for is a lower bound, also for somebody who looks at the page again.
    if (retryAfterMs > 0) await sleep(this.#host, Math.min(retryAfterMs, leftMs), { signal });
    const ms = Math.min(this.#host.random() * bound, leftMs);
    await sleep(this.#host, ms, { signal, wakes: true });
  }
}

interface SleepOptions {
  readonly signal: AbortSignal;
  /** Whether a wake-up ends it early. */
  readonly wakes?: boolean;
}

async function sleep(host: Host, ms: number, { signal, wakes }: SleepOptions): Promise<void> {
  const undo: (() => void)[] = [];
  await new Promise<void>((resolve) => {
    const onAbort = (): void => resolve();
    signal.addEventListener('abort', onAbort, { once: true });
    undo.push(() => signal.removeEventListener('abort', onAbort));
    undo.push(host.after(ms, resolve));
    if (wakes === true) undo.push(host.onWake(resolve));
  });
  for (const release of undo) release();
  signal.throwIfAborted();
}
