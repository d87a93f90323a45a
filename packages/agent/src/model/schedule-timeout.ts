/** Timers take no more; longer ones would fire at once. */
export const LONGEST_TIMER_MS = 2_147_483_647;

/** Calls back after so many milliseconds, or after the 24 days that are the most. Returns what calls it off. */
export function scheduleTimeout(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, Math.min(milliseconds, LONGEST_TIMER_MS));
  return () => clearTimeout(timer);
}
