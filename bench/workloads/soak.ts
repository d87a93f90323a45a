import { benchRuntime, drain, type BenchRuntime } from '../support/bench-runtime.js';
import { bounded, type Row } from '../support/row.js';
import { createPlace, openStore, type StoreKind } from '../support/stores.js';

const RUNS = Number(process.env.BENCH_SOAK_RUNS ?? 20_000);
const THREADS = 500;
const AT_A_TIME = 20;
const WARM_UP = 1_000;
const PART = 2_000;
const BOUND_MB = 50;

/** Short runs on many threads: what the process keeps of them once they are over. */
export async function soak(kind: StoreKind): Promise<Row[]> {
  const place = await createPlace(kind);
  const runtime = benchRuntime(openStore(place));
  try {
    await runUpTo(runtime, 0, WARM_UP);
    const baseline = await settledMegabytes();
    const startedAt = performance.now();
    for (let done = WARM_UP; done < RUNS; done += PART) {
      await runUpTo(runtime, done, Math.min(RUNS, done + PART));
      console.error(`  ${kind}: ${Math.min(RUNS, done + PART)} runs`);
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    const grown = (await settledMegabytes()) - baseline;
    const row = { workload: `soak ${RUNS} runs`, store: kind };
    const show = (megabytes: number): string => `${megabytes.toFixed(1)} MB`;
    return [
      bounded({ ...row, what: `memory grown since run ${WARM_UP}` }, grown, BOUND_MB, show),
      { ...row, what: 'runs per second', figure: ((RUNS - WARM_UP) / seconds).toFixed(0) },
    ];
  } finally {
    await runtime.shutdown();
    await place.dispose();
  }
}

async function runUpTo(runtime: BenchRuntime, from: number, to: number): Promise<void> {
  let next = from;
  const work = async (): Promise<void> => {
    while (next < to) {
      const index = next;
      next += 1;
      const pace = { events: 16, everyMs: 0 };
      await drain(await runtime.run(`thread-${index % THREADS}`, `run-${index}`, pace));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
}

/** The resident memory once the collector has given back what it can; it does so in steps. */
async function settledMegabytes(): Promise<number> {
  for (let round = 0; round < 10; round += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return process.memoryUsage().rss / 1_048_576;
}
