const firstDelayMs = 1000;
const maxDelayMs = 30_000;

/**
 * The pause before a repeated call, in milliseconds: what the provider asks for, else one that doubles
 * with each attempt (from 0), of which up to half is left to chance so that many runs do not return at
 * the same moment.
 */
export function retryDelayMs(
  attempt: number,
  askedMs: number | undefined,
  random: () => number,
): number {
  if (askedMs !== undefined) return askedMs;
  const full = Math.min(firstDelayMs * 2 ** attempt, maxDelayMs);
  return Math.round(full * (1 - random() / 2));
}
