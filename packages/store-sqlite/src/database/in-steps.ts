import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Does at most `limit` pieces of work, few per transaction: one for all of them would hold up the
 * process. Ends when there is no more to do, or with what was done until a step failed.
 *
 * @param step does up to `count` pieces and answers the results of exactly those
 */
export async function inSteps<T>(
  limit: number,
  perStep: number,
  step: (count: number) => Promise<readonly T[]>,
): Promise<T[]> {
  const results: T[] = [];
  while (results.length < limit) {
    const count = Math.min(perStep, limit - results.length);
    try {
      const part = await step(count);
      results.push(...part);
      if (part.length < count) break;
    } catch (error) {
      // What is done has to be told; the next call meets the same failure.
      if (results.length === 0) throw error;
      break;
    }
    await nextTurn();
  }
  return results;
}
