import type { EngineClock } from './engine-clock.js';

export interface RepeatingOptions {
  readonly clock: EngineClock;
  /** How long to wait until the next turn; asked after each one. */
  readonly delayMs: () => number;
  readonly turn: () => Promise<void>;
  /** Told of the first of several failures in a row. The next turn comes all the same. */
  readonly onError: (error: unknown) => void;
}

/** Does something again and again, never twice at a time. */
export class Repeating {
  readonly #options: RepeatingOptions;
  #running = false;
  #cancel: (() => void) | null = null;
  #turn: Promise<void> | null = null;
  #again = false;
  #failing = false;

  constructor(options: RepeatingOptions) {
    this.#options = options;
  }

  /** Takes the first turn after a delay; nothing if it runs already. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#arm();
  }

  /** Takes a turn now, or one more after the present one. Nothing unless it runs. */
  soon(): void {
    if (!this.#running) return;
    if (this.#turn === null) this.#begin();
    else this.#again = true;
  }

  /** Takes no turn any more and resolves when the present one is over. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#again = false;
    this.#disarm();
    await this.#turn;
  }

  #arm(): void {
    if (!this.#running || this.#turn !== null) return;
    const delay = this.#again ? 0 : this.#options.delayMs();
    this.#again = false;
    this.#disarm();
    this.#cancel = this.#options.clock.after(delay, () => this.#begin());
  }

  #disarm(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #begin(): void {
    this.#disarm();
    this.#turn = this.#take();
  }

  async #take(): Promise<void> {
    try {
      await this.#options.turn();
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.#options.onError(error);
      this.#failing = true;
    }
    this.#turn = null;
    this.#arm();
  }
}

/** A delay of 80 to 120 % of `ms`, so that instances that began together do not stay together. */
export function jittered(ms: number): number {
  return ms * (0.8 + Math.random() * 0.4);
}
