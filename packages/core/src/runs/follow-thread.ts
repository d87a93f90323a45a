import type { StoreEngine, Unfollow } from '@flightdeck/store';
import { Wakeup } from '../internal/wakeup.js';
import type { LocalRun } from './local-run.js';

export interface FollowedThread {
  /** Woken up whenever the log may reach further than before, or hints of that may have been lost. */
  readonly wakeup: Wakeup;
  /** Is woken up by a run of this process as well. */
  readonly alsoFollow: (run: LocalRun | undefined) => void;
  readonly unfollow: Unfollow;
}

/** Follows a thread; to be called before its log is read, so that nothing falls in between. */
export function followThread({ bus }: StoreEngine, threadPk: number): FollowedThread {
  const wakeup = new Wakeup();
  const wake = (): void => wakeup.wake();
  const ends = [bus.follow(threadPk, wake), bus.onInterruption(wake)];
  return {
    wakeup,
    alsoFollow(run) {
      if (run !== undefined) ends.push(run.follow(wake));
    },
    unfollow() {
      for (const end of ends) end();
    },
  };
}
