import type { AgentInterval, ServerProcess } from '../server-process.js';
import type { StoredThread } from '../stored-thread.js';
import { violation, type Violation } from './violation.js';

/** How long a thawed server may go on before it notices that it has lost its lease, in milliseconds. */
const THAW_ALLOWANCE_MS = 250;

/** I3 and I7, in the store: no run is left running, and none began before the one before it had ended. */
export function checkRunOrder({ threadId, runs, activeRunId }: StoredThread): Violation[] {
  const found: Violation[] = [];
  if (activeRunId !== null) found.push(violation('I7', `${threadId}: ${activeRunId} never ended`));
  runs.slice(1).forEach((run, index) => {
    const before = runs[index];
    if (run.startedAt < (before?.endedAt ?? Infinity)) {
      found.push(
        violation('I3', `${threadId}: ${run.runId} began before ${before?.runId} had ended`),
      );
    }
  });
  return found;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly runId: string;
}

/** I3, in the servers: at no time did two agents work on one thread. */
export function checkAgents(servers: readonly ServerProcess[]): Violation[] {
  const found: Violation[] = [];
  for (const [threadId, intervals] of byThread(servers)) {
    const stretches = intervals
      .flatMap((interval) => workOf(interval, servers))
      .toSorted((a, b) => a.from - b.from);
    stretches.slice(1).forEach((stretch, index) => {
      const before = stretches[index];
      if (before === undefined || before.runId === stretch.runId) return;
      const overlap = before.to - stretch.from;
      if (overlap <= 0) return;
      const text = `${threadId}: ${before.runId} and ${stretch.runId} worked together for ${overlap} ms`;
      found.push(violation('I3', text));
    });
  }
  return found;
}

function byThread(servers: readonly ServerProcess[]): ReadonlyMap<string, AgentInterval[]> {
  const threads = new Map<string, AgentInterval[]>();
  for (const interval of servers.flatMap((server) => server.agentIntervals())) {
    const others = threads.get(interval.threadId) ?? [];
    threads.set(interval.threadId, [...others, interval]);
  }
  return threads;
}

/** When an agent really worked: not while its server was frozen, nor for the moment after the thaw that it may. */
function workOf(
  { server, runId, beganAt, endedAt }: AgentInterval,
  servers: readonly ServerProcess[],
): Stretch[] {
  const freezes = servers.find(({ index }) => index === server)?.freezes ?? [];
  const stretches: Stretch[] = [];
  let from = beganAt;
  for (const freeze of freezes) {
    if (freeze.to < from || freeze.from > endedAt) continue;
    stretches.push({ from, to: freeze.from, runId });
    from = Math.min(freeze.to + THAW_ALLOWANCE_MS, endedAt);
  }
  return from < endedAt ? [...stretches, { from, to: endedAt, runId }] : stretches;
}
