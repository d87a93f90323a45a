import { distribution } from '../../support/percentiles.js';
import { compare } from '../compare.js';
import { send } from '../http-load.js';
import type { Result } from '../result.js';
import { inRounds, pick } from '../rounds.js';
import { runInput } from '../runs.js';
import type { ServerProcess } from '../server-process.js';
import type { TargetName } from '../target.js';
import { warmUpRuns } from '../warm-up.js';
import { withServers, type Effort } from '../workload.js';

const TARGETS: readonly TargetName[] = ['limit', 'node', 'express', 'upstream'];
const PER_SECOND = 100;
const SECONDS = 3;
const PERCENTILES = ['p50', 'p95', 'p99'] as const;

interface Latencies {
  readonly first: ReturnType<typeof distribution>;
  readonly whole: ReturnType<typeof distribution>;
}

/** W3, open loop: 100 short runs begin each second, whether or not earlier ones are over. */
export async function openLoop(effort: Effort): Promise<Result[]> {
  const options = { agents: ['text-8'], store: 'memory' } as const;
  return withServers(TARGETS, options, effort, async (servers) => {
    await warmUpRuns(servers, effort);
    const samples = await inRounds(servers, effort.quick ? 1 : 2, (server) =>
      latencies(server, SECONDS),
    );
    return (['first', 'whole'] as const).flatMap((part) =>
      PERCENTILES.flatMap((percentile) =>
        compare({
          workload: 'W3',
          what: `${part === 'first' ? 'first event' : 'whole run'}, ${percentile}`,
          unit: 'ms',
          samples: pick(samples, (sample) => sample[part][percentile]),
        }),
      ),
    );
  });
}

/** The latencies of runs that begin at their time, as seen by whoever waits since then. */
async function latencies({ port }: ServerProcess, seconds: number): Promise<Latencies> {
  const first: number[] = [];
  const whole: number[] = [];
  const startedAt = performance.now();
  const runs = Array.from({ length: PER_SECOND * seconds }, async (_, index) => {
    const dueAt = startedAt + (index * 1_000) / PER_SECOND;
    await until(dueAt);
    const response = await send(port, '/agent/text-8/run', runInput());
    let chunks = 0;
    for await (const _chunk of response) {
      if (chunks === 0) first.push(performance.now() - dueAt);
      chunks += 1;
    }
    whole.push(performance.now() - dueAt);
  });
  await Promise.all(runs);
  return { first: distribution(first), whole: distribution(whole) };
}

/** Never early, as timers are, and not late by what they are rounded to. */
async function until(moment: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, moment - performance.now() - 1));
  while (performance.now() < moment) await new Promise((resolve) => setImmediate(resolve));
}
