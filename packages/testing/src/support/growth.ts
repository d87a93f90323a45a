const FACTOR = 8;
const ROUNDS = 5;

/**
 * How many times the CPU of `work(size)` is taken by `work(8 × size)`: about 8 where cost grows with size,
 * 64 where it grows with its square. A ratio of two figures of the same moment, so that neither the
 * machine nor what else it does decides; the best of several rounds of each.
 *
 * @param size large enough for a millisecond or so
 * @param prepare what belongs to a size and is not measured
 */
export function growthOf<T>(
  size: number,
  prepare: (size: number) => T,
  work: (prepared: T) => unknown,
): number {
  const small = prepare(size);
  const large = prepare(FACTOR * size);
  let best = [Infinity, Infinity] as const;
  for (let round = 0; round < ROUNDS; round += 1) {
    best = [Math.min(best[0], microsOf(work, small)), Math.min(best[1], microsOf(work, large))];
  }
  return best[1] / Math.max(best[0], 1);
}

/** Between the two: far from either, whatever the collector and the compiler do meanwhile. */
export const LINEAR_GROWTH = 3 * FACTOR;

function microsOf<T>(work: (prepared: T) => unknown, prepared: T): number {
  const before = process.cpuUsage();
  work(prepared);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
