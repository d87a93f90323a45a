import { Random, randomHistory } from '../../test/support/random-events.js';
import { compactHistory } from '../compact-events.js';
import type { HistoryEvent } from '../event-log.js';
import type { RunRecord } from '../records.js';
import { MemoryRun } from './memory-run.js';

const SEEDS = process.env['LONG_CHECKS'] === undefined ? 40 : 1_000;
const FIRST = 5;

const HEADS = [
  '{"type":"TEXT_MESSAGE_CONTENT","messageId":"a","delta":',
  '{"type":"TEXT_MESSAGE_CONTENT","messageId":"aa","delta":',
  '{"type":"REASONING_MESSAGE_CONTENT","messageId":"a","delta":',
  '{"type":"TOOL_CALL_ARGS","toolCallId":"a","delta":',
  '{"type":"TOOL_CALL_ARGS","toolCallId":"quoted \\"id\\"","delta":',
  '{"messageId":"a","type":"TEXT_MESSAGE_CONTENT","delta":',
  '{"type": "TEXT_MESSAGE_CONTENT", "messageId": "a", "delta": ',
];

/** As JSON has them, or not even that. */
const TEXTS = [
  ...['x', '', '"', '\\', '\\"', '\n', 'ü', '\u{1f600}', '\ud83d', '\ude00', '"}', '\u0001'].map(
    (text) => JSON.stringify(text),
  ),
  String.raw`"\u0041"`,
  String.raw`"\/"`,
  String.raw`"\"`,
  String.raw`n"`,
  '"\ud83d"',
  '"x","delta":"y"',
  '"x","messageId":"b"',
  '"x" ',
  '7',
  'null',
  '"x',
  '"\u001e"',
];

/** Mostly deltas that follow others of their kind, with anything between them. */
function randomEvents(random: Random): string[] {
  const events: string[] = [];
  while (events.length < 300) {
    const heads = [random.pick(HEADS), random.pick(HEADS)];
    const takesTurns = random.below(4) === 0;
    for (let left = random.below(100); left > 0; left -= 1) {
      const plain = random.below(12) > 0;
      const text = plain ? `"${'w'.repeat(random.below(4))}"` : random.pick(TEXTS);
      events.push(`${takesTurns ? random.pick(heads) : heads[0]}${text}}`);
    }
    for (const { json } of randomHistory(random, random.below(8))) events.push(json);
    if (random.below(8) === 0) events.push(`${HEADS[0]}"${'long'.repeat(20_000)}"}`);
  }
  return events;
}

function runOf(): MemoryRun {
  return new MemoryRun(1, { firstSeq: FIRST, lastSeq: null } as RunRecord);
}

function compacted(events: readonly string[]): HistoryEvent[] {
  return compactHistory(events.map((json, index) => ({ seq: FIRST + index, json })));
}

describe('a run, whatever is appended', () => {
  const seeds = Array.from({ length: SEEDS }, (_, seed) => seed);

  it.each(seeds)('gives its events and the history of any moment (%d)', (seed) => {
    const random = new Random(seed);
    const events = randomEvents(random);
    const run = runOf();
    for (let length = 0; length < events.length;) {
      const batch = events.slice(length, length + 1 + random.below(50));
      run.append(batch);
      length += batch.length;
      const start = random.below(length);
      expect([...(run.raw?.from(start) ?? [])]).toEqual(events.slice(start, length));
      if (random.below(2) === 0) continue;
      const count = random.below(length + 1);
      expect(run.history(FIRST + count - 1)).toEqual(compacted(events.slice(0, count)));
    }
    expect(run.bytes).toBe(events.join('').length);

    run.end({ status: 'succeeded' }, 1);
    expect([...(run.raw?.from(0) ?? [])]).toEqual(events);
    const count = random.below(events.length);
    expect(run.history(FIRST + count - 1)).toEqual(compacted(events.slice(0, count)));
  });

  it.each(seeds)('is compacted as any history is (%d)', (seed) => {
    const events = randomEvents(new Random(seed)).filter((json) => !json.includes('\u001e'));
    const run = runOf();
    for (const json of events) run.append([json]);
    run.end({ status: 'succeeded' }, 1);
    const history = compacted(events);
    expect(run.history(Infinity)).toEqual(history);
    run.compact();
    expect(run.raw).toBeNull();
    expect(run.history(Infinity)).toEqual(history);
    const split = events.map((_, index) => run.isSplitBy(FIRST + index));
    expect(split).toEqual(
      events.map((_, index) => {
        const at = FIRST + index;
        return history.some(({ firstSeq = at + 1, seq }) => firstSeq <= at && at < seq);
      }),
    );
  });
});
