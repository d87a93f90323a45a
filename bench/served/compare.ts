import { meets, spreadOf, type Goal, type Result } from './result.js';
import type { Samples } from './rounds.js';
import type { TargetName } from './target.js';

export interface Comparison {
  readonly workload: string;
  readonly what: string;
  readonly unit: string;
  readonly samples: Samples;
  /** What each target is judged by, and how; targets without an entry are judged by `limit` without a goal. */
  readonly judged?: Partial<Record<TargetName, { readonly by?: TargetName; readonly goal?: Goal }>>;
  readonly upstream?: string;
}

/** The results of a comparison, ratios taken round by round. */
export function compare({ samples, judged = {}, upstream, ...rest }: Comparison): Result[] {
  return [...samples].map(([target, values]) => {
    const { by = 'limit', goal } = judged[target as TargetName] ?? {};
    const base = samples.get(by);
    const result = { ...rest, target, value: spreadOf(values) };
    const told = upstream === undefined ? {} : { upstream };
    if (base === undefined || by === target) return { ...result, ...told };
    const ratios = values.map((value, round) => value / (base[round] ?? Number.NaN));
    const ratio = { base: by, ...spreadOf(ratios) };
    const verdict = goal === undefined ? {} : { goal, met: meets(ratio.median, goal) };
    return { ...result, ratio, ...verdict, ...told };
  });
}
