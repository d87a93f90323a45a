import { describe, expect, it } from '@jest/globals';
import type { BaseEvent } from '@flightdeck/store';
import { UncommittedEvents } from './uncommitted-events.js';

const LARGE = { type: 'CUSTOM', name: 'large', value: 'x'.repeat(1024 * 1024) };
const NOW = { now: 0, maxAgeMs: 250, limitUnits: 1_000_000 };

const delta = (text: string, messageId = 'm', more: object = {}): BaseEvent => ({
  type: 'TEXT_MESSAGE_CONTENT',
  messageId,
  delta: text,
  ...more,
});

function queueOf(...events: readonly BaseEvent[]): UncommittedEvents {
  const queue = new UncommittedEvents(1, true);
  for (const event of events) queue.push(event, JSON.stringify(event), 0);
  return queue;
}

/** Everything that is queued, append by append. */
function drain(queue: UncommittedEvents): BaseEvent[] {
  const events: BaseEvent[] = [];
  while (queue.queued > 0) {
    events.push(...queue.take().map((json) => JSON.parse(json) as BaseEvent));
    queue.commit();
  }
  return events;
}

describe('events that wait for the store', () => {
  it('stay as they are as long as there are few', () => {
    const events = [delta('a'), delta('b'), delta('c')];
    const queue = queueOf(...events);
    expect(drain(queue)).toEqual(events);
    expect(queue.firstSeq).toBe(4);
  });

  it('merge adjacent deltas of one item once there is a lot, and are numbered without a gap', () => {
    const queue = queueOf(LARGE, delta('a'), delta('b'), delta('c'), delta('d', 'other'));
    expect(drain(queue)).toEqual([LARGE, delta('abc'), delta('d', 'other')]);
    expect(queue.firstSeq).toBe(4);
  });

  it('merge arguments and reasoning likewise', () => {
    const args = (text: string) => ({ type: 'TOOL_CALL_ARGS', toolCallId: 'c', delta: text });
    const thought = (text: string) => ({
      type: 'REASONING_MESSAGE_CONTENT',
      messageId: 'm',
      delta: text,
    });
    const queue = queueOf(LARGE, args('{'), args('}'), thought('a'), thought('b'), delta('c'));
    expect(drain(queue)).toEqual([LARGE, args('{}'), thought('ab'), delta('c')]);
  });

  it('keep a character together whose halves came apart', () => {
    const [high = '', low = ''] = '😀'.split('');
    expect(drain(queueOf(LARGE, delta(high), delta(low)))).toEqual([LARGE, delta('😀')]);
  });

  it.each([
    ['has metadata', delta('b', 'm', { metadata: { k: 1 } })],
    ['is of a subagent', delta('b', 'm', { subagentRunId: 's' })],
    ['is a chunk', { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', delta: 'b' }],
  ])('never merge what %s', (_title, other) => {
    expect(drain(queueOf(LARGE, delta('a'), other))).toEqual([LARGE, delta('a'), other]);
  });

  it('never merge into what is being appended', () => {
    const queue = queueOf(delta('a'));
    expect(queue.take()).toHaveLength(1);
    for (const event of [LARGE, delta('b')]) queue.push(event, JSON.stringify(event), 0);
    queue.commit();
    expect(drain(queue)).toEqual([LARGE, delta('b')]);
  });

  it('never merge into what was shown already', () => {
    const large = delta('x'.repeat(1024 * 1024));
    const queue = queueOf(large, delta('a', 'n'));
    expect(queue.visible(0, { ...NOW, limitUnits: Infinity })?.events).toHaveLength(2);
    const event = delta('b', 'n');
    queue.push(event, JSON.stringify(event), 0);
    expect(drain(queue)).toEqual([large, delta('a', 'n'), event]);
  });

  it('make no event of more than 64 Ki characters', () => {
    const piece = delta('y'.repeat(30_000));
    const sizes = drain(queueOf(LARGE, piece, piece, piece, piece)).map(
      (event) => String(event.delta).length,
    );
    expect(sizes.slice(1)).toEqual([60_000, 60_000]);
  });

  it('are given to the store in portions', () => {
    const many = Array.from({ length: 12_000 }, (_, index) => delta(String(index), String(index)));
    const queue = queueOf(...many);
    expect(queue.take()).toHaveLength(5_000);
    queue.commit();
    expect(queue.firstSeq).toBe(5_001);
    expect(drain(queue)).toHaveLength(7_000);
    expect(queue.units).toBe(0);
  });
});
