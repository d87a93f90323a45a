import type { Goal } from '../served/result.js';
import type { TargetName } from '../served/target.js';

/** A ratio that a change may not make worse than this. */
export interface GuardBound extends Goal {
  /** The workload's name. */
  readonly name: string;
  readonly what: string;
  readonly target: TargetName;
}

/**
 * Far below what a loaded machine of two cores has shown, so that chance does not trip them;
 * docs/performance.md says how they were chosen.
 */
export const GUARD_BOUNDS: readonly GuardBound[] = [
  { name: 'one-stream', what: '1,000 deltas', target: 'node', atLeast: 0.15 },
  { name: 'one-stream', what: '1,000 deltas', target: 'express', atLeast: 0.12 },
  { name: 'one-stream', what: '10,000 deltas', target: 'node', atLeast: 0.2 },
  { name: 'one-stream', what: '10,000 deltas', target: 'express', atLeast: 0.2 },
  { name: 'concurrent', what: '50 streams of 500 deltas', target: 'node', atLeast: 0.1 },
  { name: 'concurrent', what: '50 streams of 500 deltas', target: 'express', atLeast: 0.1 },
  { name: 'short-runs', what: 'short runs, closed loop', target: 'node', atLeast: 0.06 },
  { name: 'short-runs', what: 'short runs, closed loop', target: 'express', atLeast: 0.12 },
  { name: 'info', what: 'GET /info', target: 'node', atLeast: 0.25 },
  { name: 'info', what: 'GET /info', target: 'express', atLeast: 0.4 },
  { name: 'replay', what: '100 runs of 1,000 deltas: CPU', target: 'node', atMost: 0.2 },
  { name: 'replay', what: '100 runs of 1,000 deltas: CPU', target: 'express', atMost: 0.2 },
];
