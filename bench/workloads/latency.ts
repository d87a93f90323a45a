import { benchRuntime, drain, type BenchRuntime } from '../support/bench-runtime.js';
import { distribution, ms } from '../support/percentiles.js';
import { bounded, type Row } from '../support/row.js';
import { createPlace, openStore, type StoreKind } from '../support/stores.js';

/** How long each of the measurements lasts. */
const SECONDS = 4;
const ROUNDS = 2;
const DELTA = /"delta":"([\d.]+) "/g;

const LOADS = {
  sqlite: { runs: 20, perSecond: 200, p50: 2, p99: 15 },
  postgres: { runs: 40, perSecond: 100, p50: 8, p99: 40 },
} as const;

interface Load {
  readonly runs: number;
  readonly perSecond: number;
}

/** Milliseconds from when events were emitted to when they arrived. */
interface Seen {
  readonly own: number[];
  /** By a viewer on another instance. */
  readonly elsewhere: number[];
}

/**
 * From the moment an agent emits an event to the moment its viewer has it: on the instance that
 * executes the run, and on another one that follows it. Durable delivery, so the commit lies between.
 * What a store adds is what it has beyond memory under the same load, measured alternately with it.
 */
export async function latency(kind: StoreKind): Promise<Row[]> {
  const { p50, p99, ...load } = LOADS[kind === 'postgres' ? kind : 'sqlite'];
  const onMemory: Seen = { own: [], elsewhere: [] };
  const onStore: Seen = { own: [], elsewhere: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    await measure('memory', load, onMemory);
    await measure(kind, load, onStore);
  }
  const workload = `latency ${load.runs} × ${load.perSecond} ev/s`;
  const row = { workload, store: kind };
  const memory = distribution(onMemory.own);
  const own = distribution(onStore.own);
  const elsewhere = distribution(onStore.elsewhere);
  const many = `${load.runs} × ${load.perSecond} events/s`;
  return [
    { ...row, store: 'memory', what: `${many}: p50`, figure: ms(memory.p50) },
    { ...row, store: 'memory', what: `${many}: p99`, figure: ms(memory.p99) },
    { ...row, what: `${many}: p50`, figure: ms(own.p50) },
    { ...row, what: `${many}: p99`, figure: ms(own.p99) },
    bounded({ ...row, what: `${many}: p50 beyond memory's` }, own.p50 - memory.p50, p50, ms),
    bounded({ ...row, what: `${many}: p99 beyond memory's` }, own.p99 - memory.p99, p99, ms),
    { ...row, what: 'viewer on another instance: p50', figure: ms(elsewhere.p50) },
    { ...row, what: 'viewer on another instance: p99', figure: ms(elsewhere.p99) },
  ];
}

async function measure(kind: StoreKind, load: Load, seen: Seen): Promise<void> {
  const place = await createPlace(kind);
  const owner = benchRuntime(openStore(place));
  const other = kind === 'memory' ? null : benchRuntime(openStore(place));
  try {
    await drain(await owner.run('warm-up', 'warm-up', { events: 500, everyMs: 1 }));
    await drain((await other?.connect('warm-up', false)) ?? new Response(''));
    await loaded(owner, other, load, seen);
  } finally {
    await owner.shutdown();
    await other?.shutdown();
    await place.dispose();
  }
}

/** All runs at once; the first of them is followed elsewhere, too. */
async function loaded(
  owner: BenchRuntime,
  other: BenchRuntime | null,
  { runs, perSecond }: Load,
  { own, elsewhere }: Seen,
): Promise<void> {
  const pace = { events: perSecond * SECONDS, everyMs: 1_000 / perSecond };
  const remote: number[] = [];
  const streams = Array.from({ length: runs }, async (_, index) => {
    const threadId = `thread-${index}`;
    const response = await owner.run(threadId, `run-${index}`, pace);
    const followed = index === 0 ? await other?.connect(threadId, false) : undefined;
    await Promise.all([
      drain(response, (text) => collect(text, own)),
      followed === undefined ? 0 : drain(followed, (text) => collect(text, remote)),
    ]);
  });
  await Promise.all(streams);
  // The first chunk tells what had been said before the viewer came; it was not waited for.
  elsewhere.push(...remote.slice(perSecond));
}

function collect(text: string, into: number[]): void {
  const now = performance.now();
  for (const [, sentAt] of text.matchAll(DELTA)) into.push(now - Number(sentAt));
}
