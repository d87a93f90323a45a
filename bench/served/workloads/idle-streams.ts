import { compare } from '../compare.js';
import { openStreams } from '../open-stream.js';
import type { Result } from '../result.js';
import { inFreshRounds, pick } from '../rounds.js';
import { runToEnd } from '../runs.js';
import type { TargetName } from '../target.js';
import { wantedOf, withServer, type Effort } from '../workload.js';

const TARGETS: readonly TargetName[] = ['limit', 'node', 'express', 'upstream'];
const SIZES = [
  { streams: 1_000, what: 'RSS per stream, 1,000 idle' },
  { streams: 5_000, what: 'RSS per stream, 5,000 idle' },
] as const;
const PER_SECOND = 2_000;
/** So that what is loaded and compiled with the first streams is not theirs to answer for. */
const RUNS_BEFORE = 20;

/** W4: what a stream keeps in memory on which nothing happens. */
export async function idleStreams(effort: Effort): Promise<Result[]> {
  const targets = wantedOf(TARGETS, effort);
  const sizes = effort.quick ? SIZES.slice(0, 1) : SIZES;
  const figures = await inFreshRounds(targets, 2, (target) => rssPerStream(target, sizes));
  return sizes.flatMap(({ what }) =>
    compare({
      workload: 'W4',
      what,
      unit: 'bytes',
      samples: pick(figures, (each) => each[what]),
      judged: { express: { goal: { atMost: 1.9 } }, node: { goal: { atMost: 1.6 } } },
      upstream: '6.3',
    }),
  );
}

type Figure = (typeof SIZES)[number]['what'];

async function rssPerStream(
  target: TargetName,
  sizes: readonly (typeof SIZES)[number][],
): Promise<Record<Figure, number>> {
  const agents = ['idle', 'text-8'] as const;
  return withServer({ target, agents, store: 'memory' }, async (server) => {
    for (let run = 0; run < RUNS_BEFORE; run += 1) await runToEnd(server.port, 'text-8');
    const before = await server.ask('memory');
    const figures: Partial<Record<Figure, number>> = {};
    let open = 0;
    for (const { streams, what } of sizes) {
      const opened = await openStreams(streams - open, PER_SECOND, {
        port: server.port,
        agent: 'idle',
      });
      for (const socket of opened) socket.resume();
      open = streams;
      const { rss } = await server.ask('memory');
      figures[what] = (rss - before.rss) / streams;
    }
    return figures as Record<Figure, number>;
  });
}
