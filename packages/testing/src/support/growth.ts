/** So many times as much: far enough apart that what grows with the square cannot be taken for what does not. */
const FACTOR = 32;
/** A collection of garbage falls into some of them; what grows too fast does in all of them. */
const MIN_ROUNDS = 3;
const MAX_ROUNDS = 10;

/**
 * What {@link growthPerItem} and {@link growthPerCall} answer, of what does not grow, is below this: 1, and what
 * compiler and collector do meanwhile. Of what does grow it is {@link FACTOR}.
 */
export const NO_GROWTH = 6;

/**
 * How many times the CPU of 32 times `work(size)` is taken by `work(32 × size)`: 1 where cost grows with
 * size, 32 where it grows with its square. A ratio of two figures of the same moment and about as much
 * garbage, so that neither the machine nor what else it does decides; the best of several rounds of each.
 *
 * @param size large enough for a tenth of a millisecond or so
 * @param prepare what belongs to a size and is not measured
 */
export function growthPerItem<T>(
  size: number,
  prepare: (size: number) => T,
  work: (prepared: T) => unknown,
): number {
  return growth(size, prepare, work, FACTOR);
}

/** The same for one `work(size)`: 1 where cost does not depend on size at all. */
export function growthPerCall<T>(
  size: number,
  prepare: (size: number) => T,
  work: (prepared: T) => unknown,
): number {
  return growth(size, prepare, work, 1);
}

function growth<T>(
  size: number,
  prepare: (size: number) => T,
  work: (prepared: T) => unknown,
  times: number,
): number {
  const small = Array.from({ length: times }, () => prepare(size));
  const large = prepare(FACTOR * size);
  const inPieces = (): void => small.forEach((prepared) => work(prepared));
  const inOne = (): unknown => work(large);
  let [pieces, one] = [Infinity, Infinity];
  let ratio = Infinity;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    pieces = Math.min(pieces, microsOf(inPieces));
    one = Math.min(one, microsOf(inOne));
    ratio = one / Math.max(pieces, 1);
    if (ratio < NO_GROWTH && round + 1 >= MIN_ROUNDS) break;
  }
  return ratio;
}

function microsOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
