/** Time, injected so that tests own it. */
export interface MCPClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once after `ms`; the returned function cancels. The timer keeps no process alive. */
  after(ms: number, run: () => void): () => void;
}

/** The longest delay that timers of JavaScript hosts represent, about 24.8 days. */
const MAX_DELAY_MS = 2_147_483_647;

export const systemMCPClock: MCPClock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer: unknown = setTimeout(run, Math.min(ms, MAX_DELAY_MS));
    unref(timer);
    return () => clearTimeout(timer as Parameters<typeof clearTimeout>[0]);
  },
};

/** Node's timers are objects that can be unreferenced; those of other hosts are numbers. */
function unref(timer: unknown): void {
  if (typeof timer !== 'object' || timer === null || !('unref' in timer)) return;
  if (typeof timer.unref === 'function') timer.unref();
}
