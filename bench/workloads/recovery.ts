import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { benchRuntime, drain } from '../support/bench-runtime.js';
import { distribution } from '../support/percentiles.js';
import { bounded, type Row } from '../support/row.js';
import { createPlace, openStore, type StoreKind, type StorePlace } from '../support/stores.js';

const KILLS = 5;
const BOUND_S = 12.5;

/** From the kill -9 of the instance that executes a run to a new run on the same thread elsewhere. */
export async function recovery(kind: StoreKind): Promise<Row[]> {
  const place = await createPlace(kind);
  const survivor = benchRuntime(openStore(place));
  const seconds: number[] = [];
  try {
    // Its lease is alive before any other instance goes down.
    await drain(await survivor.run('warm-up', 'warm-up', { events: 1, everyMs: 0 }));
    for (let kill = 0; kill < KILLS; kill += 1) {
      const threadId = `thread-${kill}`;
      await startAndKill(place, threadId);
      const killedAt = performance.now();
      await untilAccepted(survivor, threadId);
      seconds.push((performance.now() - killedAt) / 1_000);
      console.error(`  ${kind}: free again after ${seconds.at(-1)?.toFixed(2)} s`);
    }
  } finally {
    await survivor.shutdown();
    await place.dispose();
  }
  const row = { workload: `kill -9 × ${KILLS}`, store: kind };
  const { p50, max } = distribution(seconds);
  const show = (value: number): string => `${value.toFixed(2)} s`;
  return [
    { ...row, what: 'thread usable again, median', figure: show(p50) },
    bounded({ ...row, what: 'thread usable again, slowest' }, max, BOUND_S, show),
  ];
}

/** The program of the instance that is going to be killed. */
export async function runVictim(
  place: Omit<StorePlace, 'sql' | 'dispose'>,
  threadId: string,
): Promise<void> {
  const runtime = benchRuntime(openStore(place));
  const response = await runtime.run(threadId, 'doomed', { events: 100_000, everyMs: 10 });
  let told = false;
  await drain(response, (text) => {
    if (told || !text.includes('TEXT_MESSAGE_CONTENT')) return;
    told = true;
    console.log('running');
  });
}

async function startAndKill(
  { kind, file, url, schema }: StorePlace,
  threadId: string,
): Promise<void> {
  const place = JSON.stringify({ kind, file, url, schema });
  const program = process.argv[1] ?? '';
  const child = spawn(process.execPath, [program, 'victim', place, threadId], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('The victim ended by itself'))),
  ]);
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function untilAccepted(
  runtime: ReturnType<typeof benchRuntime>,
  threadId: string,
): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  for (;;) {
    try {
      await drain(await runtime.run(threadId, crypto.randomUUID(), { events: 1, everyMs: 0 }));
      return;
    } catch (error) {
      if (!String(error).includes('409') || performance.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
