import type { Clock } from '../internal/clock.js';
import type { FrameSource } from './reply.js';

/** Written first, so that proxies pass the head on and the client's watchdog is satisfied. */
const GREETING = ': ok\n\n';
const KEEP_ALIVE = ': keep-alive\n\n';

export interface KeepAliveOptions {
  /** Milliseconds of silence after which a comment is sent; 0 sends none. */
  readonly keepAliveMs: number;
  readonly clock: Clock;
}

/**
 * Greets, and adds comments while the reader waits and nothing comes. A reader that has not taken the
 * last piece gets no comment on top of it.
 */
export function withKeepAlive(source: FrameSource, options: KeepAliveOptions): FrameSource {
  return new KeptAlive(source, options);
}

interface Waiter {
  readonly resolve: (text: string | null) => void;
  readonly reject: (error: unknown) => void;
  /** When it began to wait. */
  readonly since: number;
  /** Whether the timer was set for it, which then tells without the time of day how long it has waited. */
  isTimed: boolean;
}

/**
 * One timer for the whole stream, which looks when it fires how long the silence has been: most events
 * come long before it ends, and none of them has to set a timer or to take one back.
 */
class KeptAlive implements FrameSource {
  readonly #source: FrameSource;
  readonly #options: KeepAliveOptions;
  #isGreeted = false;
  /** Whether the source owes an answer. */
  #isAsked = false;
  /** What the source has answered after its reader had got a comment instead. */
  #late: Promise<string | null> | null = null;
  #waiter: Waiter | null = null;
  #cancelTimer: (() => void) | null = null;

  constructor(source: FrameSource, options: KeepAliveOptions) {
    this.#source = source;
    this.#options = options;
  }

  close(): void {
    this.#stopTimer();
    this.#source.close();
  }

  pull(): Promise<string | null> {
    if (!this.#isGreeted) {
      this.#isGreeted = true;
      return Promise.resolve(GREETING);
    }
    const late = this.#late;
    if (late !== null) {
      this.#late = null;
      return late;
    }
    return new Promise((resolve, reject) => {
      const { keepAliveMs, clock } = this.#options;
      const isTimed = this.#cancelTimer === null && keepAliveMs > 0;
      this.#waiter = { resolve, reject, since: keepAliveMs > 0 ? clock.now() : 0, isTimed };
      if (isTimed) this.#arm(keepAliveMs);
      this.#ask();
    });
  }

  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#source.pull().then(this.#onText, this.#onFailure);
  }

  readonly #onText = (text: string | null): void => {
    this.#isAsked = false;
    if (text === null) this.#stopTimer();
    const waiter = this.#takeWaiter();
    if (waiter === null) this.#late = Promise.resolve(text);
    else waiter.resolve(text);
  };

  readonly #onFailure = (error: unknown): void => {
    this.#isAsked = false;
    this.#stopTimer();
    const waiter = this.#takeWaiter();
    if (waiter !== null) {
      waiter.reject(error);
      return;
    }
    this.#late = Promise.reject(error);
    // It is the reader's to handle, who may never come back.
    this.#late.catch(() => undefined);
  };

  #arm(delayMs: number): void {
    this.#cancelTimer = this.#options.clock.after(delayMs, this.#onTimer);
  }

  readonly #onTimer = (): void => {
    this.#cancelTimer = null;
    const waiter = this.#waiter;
    if (waiter === null) return;
    const left = this.#leftFor(waiter);
    if (left > 0) {
      waiter.isTimed = true;
      this.#arm(left);
    } else this.#takeWaiter()?.resolve(KEEP_ALIVE);
  };

  #leftFor({ isTimed, since }: Waiter): number {
    if (isTimed) return 0;
    const { keepAliveMs, clock } = this.#options;
    const silentMs = clock.now() - since;
    // A clock that was set back must not make the silence longer: rather a comment too many.
    return silentMs < 0 ? 0 : keepAliveMs - silentMs;
  }

  #takeWaiter(): Waiter | null {
    const waiter = this.#waiter;
    this.#waiter = null;
    return waiter;
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }
}
