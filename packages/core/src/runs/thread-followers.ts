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

/** Whoever waits in this process for something to happen to a thread, until all of them are let go. */
export class ThreadFollowers {
  readonly #store: StoreEngine;
  readonly #wakeups = new Set<Wakeup>();
  #released = false;

  constructor(store: StoreEngine) {
    this.#store = store;
  }

  /** Follows a thread; to be called before its log is read, so that nothing falls in between. */
  follow(threadPk: number): FollowedThread {
    const { bus } = this.#store;
    const wakeup = new Wakeup();
    const wake = (): void => wakeup.wake();
    const ends = [bus.follow(threadPk, wake), bus.onInterruption(wake)];
    this.#wakeups.add(wakeup);
    if (this.#released) wakeup.close();
    return {
      wakeup,
      alsoFollow(run) {
        if (run !== undefined) ends.push(run.follow(wake));
      },
      unfollow: () => {
        this.#wakeups.delete(wakeup);
        for (const end of ends) end();
      },
    };
  }

  /** Closes every wake-up, those of later followers at once: nobody will say anything any more. */
  release(): void {
    this.#released = true;
    for (const wakeup of this.#wakeups) wakeup.close();
  }
}
