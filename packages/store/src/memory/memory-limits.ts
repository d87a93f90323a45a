export interface MemoryThreadsOptions {
  /**
   * Threads kept. One more evicts the least recently used idle thread of the owner who has the most;
   * a thread with an active run, or one that is being read, always stays.
   *
   * @default 1000
   */
  readonly maxThreads?: number;
  /**
   * Ended runs kept per thread; the oldest are dropped first. `0` or `Infinity` keeps all.
   *
   * @default 100
   */
  readonly maxRunsPerThread?: number;
  /**
   * Characters of events kept, those of active runs included. Beyond it idle threads are evicted,
   * beginning with the owner who takes up the most.
   *
   * @default 536870912 (512 MiB)
   */
  readonly maxBytes?: number;
  /**
   * Ended runs, of all threads together, whose events are kept one by one, so that a client that was
   * cut off in the middle of a message can go on there. Older ones are kept with their deltas merged,
   * and so are all when there is no room.
   *
   * @default 32
   */
  readonly rawRuns?: number;
  /**
   * The time in epoch milliseconds.
   *
   * @default Date.now
   */
  readonly clock?: () => number;
  /** Told about an option that had to be corrected and about a listener that threw. */
  readonly onWarning?: (message: string) => void;
}

export interface MemoryLimits {
  readonly maxThreads: number;
  readonly maxRunsPerThread: number;
  readonly maxBytes: number;
  readonly rawRuns: number;
}

export function resolveMemoryLimits(
  options: MemoryThreadsOptions,
  warn: (message: string) => void,
): MemoryLimits {
  const limit = (name: keyof MemoryLimits, fallback: number, least: number): number => {
    const given: unknown = options[name];
    if (given === undefined) return fallback;
    const valid = corrected(given, fallback, least);
    if (valid !== given)
      warn(`${name} must be a whole number of at least ${least}; using ${valid}`);
    return valid;
  };
  const maxRunsPerThread = limit('maxRunsPerThread', 100, 0);
  return Object.freeze({
    maxThreads: limit('maxThreads', 1_000, 1),
    maxRunsPerThread: maxRunsPerThread === 0 ? Infinity : maxRunsPerThread,
    maxBytes: limit('maxBytes', 512 * 1_024 * 1_024, 1),
    rawRuns: limit('rawRuns', 32, 0),
  });
}

function corrected(given: unknown, fallback: number, least: number): number {
  if (typeof given !== 'number' || Number.isNaN(given)) return fallback;
  if (given >= least) return Math.floor(given);
  // Below zero is not a wish for "off", so it becomes the smallest limit that still limits.
  return Math.max(least, 1);
}
