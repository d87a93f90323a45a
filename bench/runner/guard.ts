import { meets, type Result } from '../served/result.js';
import type { GuardBound } from './guard-bounds.js';
import type { Group } from './report.js';
import { goalText } from './tables.js';

/** A bound that a measurement has not kept. */
export interface Breach {
  readonly bound: GuardBound;
  /** `null` if the ratio was not measured. */
  readonly ratio: Result['ratio'] | null;
}

/** Which of the bounds were not kept, by the median of the rounds. */
export function breachesOf(groups: readonly Group[], bounds: readonly GuardBound[]): Breach[] {
  return bounds.flatMap((bound) => {
    const group = groups.find(({ name }) => name === bound.name);
    const found = group?.results.find(
      ({ what, target }) => what === bound.what && target === bound.target,
    );
    const ratio = found?.ratio ?? null;
    return ratio !== null && meets(ratio.median, bound) ? [] : [{ bound, ratio }];
  });
}

/** What went wrong, and how to see it again. */
export function breachText({ bound, ratio }: Breach): string {
  const { name, what, target } = bound;
  const again = `  again: npm run bench -- ${name} --quick --guard --target ${target}`;
  if (!ratio) return `${what}, ${target}: was not measured\n${again}`;
  const rounds = ratio.rounds.map((round) => round.toFixed(2)).join(' ');
  return [
    `${what}, ${target}: ${ratio.median.toFixed(2)} of ${ratio.base}, which must be ${goalText(bound)}`,
    `  rounds: ${rounds}`,
    again,
  ].join('\n');
}
