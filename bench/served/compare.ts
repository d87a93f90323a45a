import { meets, spreadOf, type Goal, type Result } from './result.js';
import type { Samples } from './rounds.js';

/** What a target is judged by, and how. */
export interface Judgement {
  /** Another target. @default 'limit' */
  readonly by?: string;
  readonly goal?: Goal;
}

export interface Comparison {
  readonly workload: string;
  readonly what: string;
  readonly unit: string;
  readonly samples: Samples;
  /** Targets without an entry are judged by `limit` without a goal. */
  readonly judged?: Readonly<Record<string, Judgement>>;
  readonly upstream?: string;
}

/** The results of a comparison, ratios taken round by round. */
export function compare({ samples, judged = {}, upstream, ...rest }: Comparison): Result[] {
  const told = upstream === undefined ? {} : { upstream };
  return [...samples].map(([target, values]) => {
    const { by = 'limit', goal } = judged[target] ?? {};
    const result = { ...rest, target, value: spreadOf(values), ...told };
    const base = samples.get(by);
    if (base === undefined || by === target) return result;
    const ratios = values.map((value, round) => value / (base[round] ?? Number.NaN));
    return { ...result, ...judgedRatio(by, ratios, goal) };
  });
}

/** The ratios of all rounds to something, and whether their median is where it should be. */
export function judgedRatio(
  base: string,
  rounds: readonly number[],
  goal?: Goal,
): Pick<Result, 'ratio' | 'goal' | 'met'> {
  const ratio = { base, ...spreadOf(rounds), rounds };
  return goal === undefined ? { ratio } : { ratio, goal, met: meets(ratio.median, goal) };
}
