import type { Registered } from '../registered.js';
import { STORE_KINDS } from '../support/stores.js';
import type { Workload } from './workload.js';
import { abortStorm } from './workloads/abort-storm.js';
import { coldStart } from './workloads/cold-start.js';
import { concurrent } from './workloads/concurrent.js';
import { history } from './workloads/history.js';
import { idleStreams } from './workloads/idle-streams.js';
import { info } from './workloads/info.js';
import { leak } from './workloads/leak.js';
import { longStream } from './workloads/long-stream.js';
import { nest } from './workloads/nest.js';
import { oneStream } from './workloads/one-stream.js';
import { openLoop } from './workloads/open-loop.js';
import { options } from './workloads/options.js';
import { pacedStreams } from './workloads/paced-streams.js';
import { relayed } from './workloads/relayed.js';
import { replay } from './workloads/replay.js';
import { shortRuns } from './workloads/short-runs.js';
import { slowReader } from './workloads/slow-reader.js';
import { stores } from './workloads/stores.js';

/** What is measured of servers in processes of their own, in the order of the tables. */
export const SERVED_WORKLOADS: readonly (Registered & { readonly run: Workload })[] = [
  { name: 'one-stream', title: 'W1: one stream', set: 'quick', run: oneStream },
  { name: 'long-stream', title: 'W1: one long stream', set: 'default', run: longStream },
  { name: 'history', title: 'W1: one stream behind a history', set: 'default', run: history },
  { name: 'relayed', title: 'W1: one stream from elsewhere', set: 'default', run: relayed },
  { name: 'concurrent', title: 'W2: many streams', set: 'quick', run: concurrent },
  { name: 'short-runs', title: 'W3: short runs', set: 'quick', run: shortRuns },
  { name: 'open-loop', title: 'W3: 100 short runs a second', set: 'default', run: openLoop },
  { name: 'idle-streams', title: 'W4: idle streams', set: 'default', run: idleStreams },
  { name: 'paced-streams', title: 'W4: slow streams', set: 'default', run: pacedStreams },
  { name: 'info', title: 'W5: what every client asks first', set: 'quick', run: info },
  { name: 'replay', title: 'W6: replay', set: 'quick', run: replay },
  { name: 'leak', title: 'W6: what short runs leave', set: 'all', run: leak },
  { name: 'slow-reader', title: 'W7: slow readers', set: 'default', run: slowReader },
  { name: 'cold-start', title: 'W8: cold start', set: 'default', run: coldStart },
  { name: 'abort-storm', title: 'W10: clients that leave', set: 'default', run: abortStorm },
  { name: 'nest', title: 'NestJS', set: 'default', run: nest },
  { name: 'stores', title: 'Stores', set: 'default', stores: STORE_KINDS, run: stores },
  { name: 'options', title: 'What options cost', set: 'default', run: options },
];
