import type { MeasuredStore, Registered, WorkloadSet } from '../registered.js';
import type { Wish } from './command-line.js';

/** One workload that is going to be measured. */
export interface Step {
  readonly kind: 'served' | 'store';
  readonly workload: Registered;
  readonly stores: readonly MeasuredStore[];
}

/** What there is to choose from, in the order of the tables. */
export type Choice = Omit<Step, 'stores'>;

/** From the smallest to the largest. */
const SETS: readonly WorkloadSet[] = ['quick', 'default', 'all'];

/** What a wish comes to: the named workloads, or those of a set, on the stores that they have. */
export function planOf(
  { workloads, set, stores }: Pick<Wish, 'workloads' | 'set' | 'stores'>,
  choices: readonly Choice[],
): readonly Step[] {
  return choices
    .filter(({ workload }) =>
      workloads.length > 0
        ? workloads.includes(workload.name)
        : SETS.indexOf(workload.set) <= SETS.indexOf(set),
    )
    .map((step) => {
      const all = step.workload.stores ?? ['memory'];
      return { ...step, stores: all.filter((store) => stores?.includes(store) ?? true) };
    })
    .filter((step) => step.stores.length > 0);
}
