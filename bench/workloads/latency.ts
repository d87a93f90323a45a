import { benchRuntime, drain } from '../support/bench-runtime.js';
import { distribution, ms } from '../support/percentiles.js';
import { bounded, type Row } from '../support/row.js';
import { createPlace, openStore, type StoreKind } from '../support/stores.js';

const SECONDS = 10;
const DELTA = /"delta":"([\d.]+) "/g;

const LOADS = {
  memory: { runs: 20, perSecond: 200, p50: 2, p99: 15 },
  sqlite: { runs: 20, perSecond: 200, p50: 2, p99: 15 },
  postgres: { runs: 40, perSecond: 100, p50: 8, p99: 40 },
} as const;

/**
 * From the moment an agent emits an event to the moment its viewer has it: on the instance that
 * executes the run, and on another one that follows it. Durable delivery, so the commit lies between.
 */
export async function latency(kind: StoreKind): Promise<Row[]> {
  const { runs, perSecond, ...bounds } = LOADS[kind];
  const place = await createPlace(kind);
  const owner = benchRuntime(openStore(place));
  const other = kind === 'memory' ? null : benchRuntime(openStore(place));
  const pace = { events: perSecond * SECONDS, everyMs: 1_000 / perSecond };
  const local: number[] = [];
  const remote: number[] = [];
  try {
    await drain(await owner.run('warm-up', 'warm-up', { events: 500, everyMs: 1 }));
    await drain((await other?.connect('warm-up', false)) ?? new Response(''));
    const streams = Array.from({ length: runs }, async (_, index) => {
      const threadId = `thread-${index}`;
      const response = await owner.run(threadId, `run-${index}`, pace);
      const followed = index === 0 ? await other?.connect(threadId, false) : undefined;
      await Promise.all([
        drain(response, (text) => collect(text, local)),
        followed === undefined ? 0 : drain(followed, (text) => collect(text, remote)),
      ]);
    });
    await Promise.all(streams);
  } finally {
    await owner.shutdown();
    await other?.shutdown();
    await place.dispose();
  }
  const workload = `latency ${runs} × ${perSecond} ev/s`;
  const { p50, p99, count } = distribution(local);
  const here = { workload, store: kind };
  const rows: Row[] = [
    bounded({ ...here, what: `own viewer p50 (${count} events)` }, p50, bounds.p50, ms),
    bounded({ ...here, what: 'own viewer p99' }, p99, bounds.p99, ms),
  ];
  if (remote.length === 0) return rows;
  // The first chunk tells what had been said before the viewer came; it was not waited for.
  const elsewhere = distribution(remote.slice(perSecond));
  return [
    ...rows,
    { ...here, what: 'viewer on another instance p50', figure: ms(elsewhere.p50) },
    { ...here, what: 'viewer on another instance p99', figure: ms(elsewhere.p99) },
  ];
}

function collect(text: string, into: number[]): void {
  const now = performance.now();
  for (const [, sentAt] of text.matchAll(DELTA)) into.push(now - Number(sentAt));
}
