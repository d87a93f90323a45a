import type { Registered } from '../registered.js';
import type { Workload } from './workload.js';
import { info } from './workloads/info.js';
import { oneStream } from './workloads/one-stream.js';
import { shortRuns } from './workloads/short-runs.js';

/** What is measured of servers in processes of their own, in the order of the tables. */
export const SERVED_WORKLOADS: readonly (Registered & { readonly run: Workload })[] = [
  { name: 'one-stream', title: 'W1: one stream', set: 'quick', run: oneStream },
  { name: 'short-runs', title: 'W3: short runs', set: 'quick', run: shortRuns },
  { name: 'info', title: 'W5: what every client asks first', set: 'quick', run: info },
];
