import type { MeasuredStore, Registered } from './registered.js';
import type { Row } from './support/row.js';
import type { StoreKind } from './support/stores.js';
import { agent } from './workloads/agent.js';
import { latency } from './workloads/latency.js';
import { listThreads } from './workloads/list-threads.js';
import { middlewares } from './workloads/middlewares.js';
import { openThread } from './workloads/open-thread.js';
import { recovery } from './workloads/recovery.js';
import { soak } from './workloads/soak.js';

export interface StoreWorkload extends Registered {
  readonly stores: readonly MeasuredStore[];
  readonly run: (kind: StoreKind) => Promise<Row[]>;
}

const DURABLE = ['sqlite', 'postgres'] as const;
const EVERY = ['memory', ...DURABLE] as const;
const NONE = ['none'] as const;

/** What is measured in the process that does it, on one store after the other. */
export const STORE_WORKLOADS: readonly StoreWorkload[] = [
  { name: 'latency', title: 'Latency', set: 'default', stores: DURABLE, run: latency },
  { name: 'open-thread', title: 'Open a thread', set: 'default', stores: EVERY, run: openThread },
  { name: 'middlewares', title: 'Middlewares', set: 'default', stores: NONE, run: middlewares },
  { name: 'agent', title: 'The built-in agent', set: 'default', stores: NONE, run: agent },
  { name: 'list-threads', title: 'List threads', set: 'all', stores: DURABLE, run: listThreads },
  { name: 'recovery', title: 'Recovery', set: 'all', stores: DURABLE, run: recovery },
  { name: 'soak', title: 'Soak', set: 'all', stores: EVERY, run: soak },
];
