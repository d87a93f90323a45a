import { benchRuntime, drain, type BenchRuntime } from '../support/bench-runtime.js';
import { distribution, ms } from '../support/percentiles.js';
import { bounded, type Row } from '../support/row.js';
import { createPlace, openStore, type StoreKind } from '../support/stores.js';

const OPENS = 60;
const BOUND_MS = 300;

/** Opening a thread of 10,000 events: the whole answer to a connect, cold process caches included. */
export async function openThread(kind: StoreKind): Promise<Row[]> {
  const place = await createPlace(kind);
  const runtime = benchRuntime(openStore(place));
  const rows: Row[] = [];
  try {
    await drain(await runtime.run('one', 'run', { events: 10_000, everyMs: 0 }));
    await drain(
      await runtime.run('progress', 'run', { events: 10_000, everyMs: 0, unmergeable: true }),
    );
    for (let index = 0; index < 100; index += 1) {
      await drain(await runtime.run('many', `run-${index}`, { events: 96, everyMs: 0 }));
    }
    for (const [threadId, name] of [
      ['one', 'one run of 10,000 events'],
      ['progress', '10,000 events that cannot be merged'],
      ['many', '100 runs of 100 events'],
    ] as const) {
      for (const hasMessages of [false, true]) {
        const { p50, p95 } = await opens(runtime, threadId, hasMessages);
        const what = `${name}, ${hasMessages ? 'rebase' : 'events'}`;
        const row = { workload: 'open thread', store: kind };
        rows.push({ ...row, what: `${what} p50`, figure: ms(p50) });
        rows.push(bounded({ ...row, what: `${what} p95` }, p95, BOUND_MS, ms));
      }
    }
  } finally {
    await runtime.shutdown();
    await place.dispose();
  }
  return rows;
}

async function opens(
  runtime: BenchRuntime,
  threadId: string,
  hasMessages: boolean,
): Promise<{ p50: number; p95: number }> {
  const times: number[] = [];
  for (let index = 0; index < OPENS; index += 1) {
    const startedAt = performance.now();
    const bytes = await drain(await runtime.connect(threadId, hasMessages));
    if (bytes < 10_000) throw new Error(`The thread was answered with ${bytes} bytes`);
    times.push(performance.now() - startedAt);
  }
  return distribution(times);
}
