/** The smallest set of workloads that one belongs to: what is quick is in the default set, too. */
export type WorkloadSet = 'quick' | 'default' | 'all';

export const MEASURED_STORES = ['memory', 'sqlite', 'postgres', 'none'] as const;
/** What a workload is run on; `none` for those that need no store. */
export type MeasuredStore = (typeof MEASURED_STORES)[number];

/** What the runner knows of a workload. */
export interface Registered {
  /** As the command line names it. */
  readonly name: string;
  /** Above its table. */
  readonly title: string;
  readonly set: WorkloadSet;
  /** Where it is measured on more than memory. */
  readonly stores?: readonly MeasuredStore[];
}
