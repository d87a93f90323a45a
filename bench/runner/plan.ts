import type { MeasuredStore, Registered, WorkloadSet } from '../registered.js';
import { SERVED_WORKLOADS } from '../served/workloads.js';
import { STORE_WORKLOADS } from '../store-workloads.js';
import type { Wish } from './command-line.js';

/** One workload that is going to be measured. */
export interface Step {
  readonly kind: 'served' | 'store';
  readonly workload: Registered;
  readonly stores: readonly MeasuredStore[];
}

const EVERYTHING: readonly Omit<Step, 'stores'>[] = [
  ...SERVED_WORKLOADS.map((workload) => ({ kind: 'served' as const, workload })),
  ...STORE_WORKLOADS.map((workload) => ({ kind: 'store' as const, workload })),
];

export const WORKLOAD_NAMES = EVERYTHING.map(({ workload }) => workload.name);

/** From the smallest to the largest. */
const SETS: readonly WorkloadSet[] = ['quick', 'default', 'all'];

/** What a wish comes to: the named workloads, or those of a set, on the stores that they have. */
export function planOf(wish: Pick<Wish, 'workloads' | 'set' | 'stores'>): readonly Step[] {
  const { workloads, set, stores } = wish;
  return EVERYTHING.filter(({ workload }) =>
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
