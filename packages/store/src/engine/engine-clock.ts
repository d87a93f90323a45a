/** Time for leases, batches and housekeeping; injected, so that tests own it. */
export interface EngineClock {
  /** Milliseconds since some moment; never goes back, whatever happens to the time of day. */
  now(): number;
  /**
   * Calls back once after `ms`; the returned function cancels. The timer keeps the process alive only
   * where `holdsProcess` is set.
   */
  after(ms: number, run: () => void, holdsProcess?: boolean): () => void;
}

/** The longest delay that timers of JavaScript hosts represent, about 24.8 days. */
const MAX_DELAY_MS = 2_147_483_647;

export const systemEngineClock: EngineClock = {
  now: () => performance.now(),
  after(ms, run, holdsProcess = false) {
    const timer = setTimeout(run, Math.min(ms, MAX_DELAY_MS));
    if (!holdsProcess) unref(timer);
    return () => clearTimeout(timer);
  },
};

/** Node's timers are objects that can be unreferenced; those of other hosts are numbers. */
function unref(timer: unknown): void {
  if (typeof timer !== 'object' || timer === null || !('unref' in timer)) return;
  if (typeof timer.unref === 'function') timer.unref();
}
