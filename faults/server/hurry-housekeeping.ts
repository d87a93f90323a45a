/** Housekeeping is due about every minute; timeouts of exactly one are something else. */
const SHORTEST_MS = 45_000;
const LONGEST_MS = 75_000;
const A_MINUTE_MS = 60_000;
const FASTER = 200;

/** Makes what this process does about every minute come a few times per second. */
export function hurryHousekeeping(): void {
  const { setTimeout: original } = globalThis;
  const hurried = (run: () => void, ms = 0, ...args: unknown[]): NodeJS.Timeout => {
    const isDue = ms > SHORTEST_MS && ms < LONGEST_MS && ms !== A_MINUTE_MS;
    return original(run, isDue ? ms / FASTER : ms, ...(args as []));
  };
  Object.assign(globalThis, { setTimeout: Object.assign(hurried, original) });
}
