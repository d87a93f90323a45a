import { benchRuntime, drain } from '../support/bench-runtime.js';
import { bounded, type Row } from '../support/row.js';
import { createPlace, openStore, type StoreKind } from '../support/stores.js';

const RUNS = Number(process.env.BENCH_SOAK_RUNS ?? 20_000);
const THREADS = 500;
const AT_A_TIME = 20;
const WARM_UP = 1_000;
const BOUND_MB = 50;

/** Short runs on many threads: what the process keeps of them once they are over. */
export async function soak(kind: StoreKind): Promise<Row[]> {
  const place = await createPlace(kind);
  const runtime = benchRuntime(openStore(place));
  let next = 0;
  let baseline = 0;
  const startedAt = performance.now();
  const work = async (): Promise<void> => {
    while (next < RUNS) {
      const index = next;
      next += 1;
      if (index === WARM_UP) baseline = settledMegabytes();
      const response = await runtime.run(`thread-${index % THREADS}`, `run-${index}`, {
        events: 16,
        everyMs: 0,
      });
      await drain(response);
      if (index % 2_000 === 0) console.error(`  ${kind}: ${index} runs`);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
    const row = { workload: `soak ${RUNS} runs`, store: kind };
    const grown = settledMegabytes() - baseline;
    const seconds = (performance.now() - startedAt) / 1_000;
    return [
      bounded(
        { ...row, what: `memory grown since run ${WARM_UP}` },
        grown,
        BOUND_MB,
        (mb) => `${mb.toFixed(1)} MB`,
      ),
      { ...row, what: 'runs per second', figure: (RUNS / seconds).toFixed(0) },
    ];
  } finally {
    await runtime.shutdown();
    await place.dispose();
  }
}

function settledMegabytes(): number {
  for (let round = 0; round < 4; round += 1) globalThis.gc?.();
  return process.memoryUsage().rss / 1_048_576;
}
