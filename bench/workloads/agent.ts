import { BuiltInAgent, type LanguageModel } from '@flightdeck/agent';
import type { Row } from '../support/row.js';

const DELTAS = 10_000;
const ROUNDS = 15;
/** Messages of the conversation before the run, 2 kB each. */
const HISTORIES = [0, 50, 200];

/**
 * What the built-in agent costs per event of a run whose model says 10,000 deltas, from the model's
 * stream to the subscriber: median of 15 rounds, in which histories of different lengths take turns.
 */
export async function agent(): Promise<Row[]> {
  const times = new Map<number, number[]>(HISTORIES.map((length) => [length, []]));
  let events = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const length of HISTORIES) {
      const run = await measure(length);
      events = run.events;
      times.get(length)?.push(run.milliseconds);
    }
  }
  const without = median(times.get(0) ?? []);
  return HISTORIES.flatMap((length) => {
    const all = median(times.get(length) ?? []);
    const row = { workload: 'agent', store: 'none' };
    const after = `${length} messages`;
    const perEvent = (all * 1_000) / events;
    const perSecond = Math.round((events / all) * 1_000);
    return [
      { ...row, what: `after ${after}: per event`, figure: `${perEvent.toFixed(2)} µs` },
      { ...row, what: `after ${after}: events per second`, figure: perSecond.toLocaleString('en') },
      ...(length === 0
        ? []
        : [
            {
              ...row,
              what: `after ${after}: × no history`,
              figure: `${(all / without).toFixed(2)} ×`,
            },
          ]),
    ];
  });
}

async function measure(length: number): Promise<{ events: number; milliseconds: number }> {
  const built = new BuiltInAgent({ model: talkativeModel() });
  const input = {
    threadId: 'thread',
    runId: 'run',
    messages: historyOf(length),
    tools: [],
    context: [],
    state: {},
    forwardedProps: {},
  };
  let events = 0;
  const before = performance.now();
  await new Promise<void>((resolve, reject) => {
    // The history is of text messages, which all versions of AG-UI have.
    built.run(input as never).subscribe({
      next: () => void (events += 1),
      error: reject,
      complete: resolve,
    });
  });
  const milliseconds = performance.now() - before;
  if (events < DELTAS) throw new Error(`The run told ${events} events only`);
  return { events, milliseconds };
}

/** Says its deltas as fast as they are taken. */
function talkativeModel(): LanguageModel {
  const parts = partsOfAnswer();
  return {
    specificationVersion: 'v3',
    provider: 'bench.chat',
    modelId: 'bench',
    supportedUrls: {},
    doStream: () => Promise.resolve({ stream: streamOf(parts) }),
  };
}

function streamOf(parts: Iterable<unknown>): ReadableStream<unknown> {
  const iterator = parts[Symbol.iterator]();
  return new ReadableStream<unknown>({
    pull(controller) {
      const { done, value } = iterator.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
  });
}

function* partsOfAnswer(): Generator<unknown, void, void> {
  yield { type: 'text-start', id: '0' };
  for (let index = 0; index < DELTAS; index += 1) {
    yield { type: 'text-delta', id: '0', delta: 'word ' };
  }
  yield { type: 'text-end', id: '0' };
  yield {
    type: 'finish',
    finishReason: { unified: 'stop', raw: 'stop' },
    usage: { inputTokens: { total: 1 }, outputTokens: { total: DELTAS } },
  };
}

function historyOf(length: number): object[] {
  const past = Array.from({ length }, (_, index) => ({
    id: `message-${index}`,
    role: index % 2 === 0 ? 'user' : 'assistant',
    content: 'x'.repeat(2_000),
  }));
  return [...past, { id: 'question', role: 'user', content: 'Go on' }];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
