import { scheduleTimeout } from '../model/schedule-timeout.js';

export interface ToolDeadlineOptions {
  /** Of the run. */
  readonly signal: AbortSignal;
  /** `0`: as long as the run lasts. */
  readonly timeoutMs: number;
  readonly schedule?: ((milliseconds: number, callback: () => void) => () => void) | undefined;
}

/** How long one call may take: until the time is over or the run is stopped, whatever comes first. */
export class ToolDeadline {
  readonly timeoutMs: number;
  readonly #controller = new AbortController();
  readonly #runSignal: AbortSignal;
  #expired = false;
  #cancelTimer: (() => void) | undefined;

  constructor({ signal, timeoutMs, schedule = scheduleTimeout }: ToolDeadlineOptions) {
    this.timeoutMs = timeoutMs;
    this.#runSignal = signal;
    signal.addEventListener('abort', this.#onRunAbort, { once: true });
    if (signal.aborted) this.#onRunAbort();
    else if (timeoutMs > 0) this.#cancelTimer = schedule(timeoutMs, () => this.#expire());
  }

  /** For the tool. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the time was over before the tool had answered. */
  get expired(): boolean {
    return this.#expired;
  }

  /** Settles as `running` does, unless the signal aborts earlier: then it rejects, and what becomes of `running` is nobody's concern. */
  race<Value>(running: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      const { signal } = this;
      const onAbort = (): void => reject(signal.reason);
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      running
        .then(resolve, reject)
        .finally(() => signal.removeEventListener('abort', onAbort))
        .catch(() => undefined);
    });
  }

  dispose(): void {
    this.#cancelTimer?.();
    this.#runSignal.removeEventListener('abort', this.#onRunAbort);
  }

  readonly #onRunAbort = (): void => {
    this.#controller.abort(this.#runSignal.reason);
  };

  #expire(): void {
    this.#expired = true;
    this.#controller.abort(new DOMException('The tool took too long', 'TimeoutError'));
  }
}
