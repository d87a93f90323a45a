/** Timers that run out when the test says so. */
export interface FakeTimers {
  readonly schedule: (milliseconds: number, callback: () => void) => () => void;
  /** The delays of the timers that are running. */
  readonly running: () => readonly number[];
  /** Lets the timer run out that was started first. */
  readonly expire: () => void;
}

export function createFakeTimers(): FakeTimers {
  const timers = new Map<object, { milliseconds: number; callback: () => void }>();
  return {
    schedule(milliseconds, callback) {
      const key = {};
      timers.set(key, { milliseconds, callback });
      return () => timers.delete(key);
    },
    running: () => Array.from(timers.values(), ({ milliseconds }) => milliseconds),
    expire() {
      const [first] = timers;
      if (first === undefined) throw new Error('no timer is running');
      timers.delete(first[0]);
      first[1].callback();
    },
  };
}
