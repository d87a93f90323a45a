import { meets, spreadOf, type Goal, type Result, type Spread } from './result.js';
import type { Samples } from './rounds.js';

export interface AbsoluteFigure {
  readonly workload: string;
  readonly what: string;
  readonly unit: string;
  readonly samples: Samples;
  /** What the figure itself must be; targets without an entry are not judged. */
  readonly goals?: Readonly<Record<string, Goal>>;
  /** The fastest may tell more: other work on the machine only adds to a time. The median, unless said. */
  readonly by?: keyof Spread;
  readonly upstream?: string;
}

/** Results that are judged by themselves: where nothing should be left, there is nothing to divide by. */
export function judge({ samples, goals = {}, by = 'median', ...rest }: AbsoluteFigure): Result[] {
  return [...samples].map(([target, values]) => {
    const value = spreadOf(values);
    const goal = goals[target];
    const verdict = goal === undefined ? {} : { goal, met: meets(value[by], goal) };
    return { ...rest, target, value, ...verdict };
  });
}
