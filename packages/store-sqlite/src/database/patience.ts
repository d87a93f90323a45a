import { setTimeout as sleep } from 'node:timers/promises';

import { SqliteFailure } from '../driver/sqlite-failure.js';

const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 40;

/**
 * Repeats what fails because of somebody else's lock until the deadline, a time of
 * `performance.now()`. What happens in between does not have to wait.
 */
export async function patiently<T>(deadline: number, action: () => T | Promise<T>): Promise<T> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await action();
    } catch (error) {
      const busy = error instanceof SqliteFailure && error.isBusy;
      if (!busy || performance.now() >= deadline) throw error;
    }
    await sleep(pause * (0.5 + Math.random()));
  }
}
