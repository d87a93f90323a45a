import type { StoreEngine, Unfollow } from '@flightdeck/store';
import { Wakeup } from '../internal/wakeup.js';

export interface FollowedThread {
  /** Woken up whenever the log may reach further than before, or hints of that may have been lost. */
  readonly wakeup: Wakeup;
  readonly unfollow: Unfollow;
}

/** Follows a thread; to be called before its log is read, so that nothing falls in between. */
export function followThread({ bus }: StoreEngine, threadPk: number): FollowedThread {
  const wakeup = new Wakeup();
  const wake = (): void => wakeup.wake();
  const unfollow = bus.follow(threadPk, wake);
  const forget = bus.onInterruption(wake);
  return {
    wakeup,
    unfollow() {
      unfollow();
      forget();
    },
  };
}
