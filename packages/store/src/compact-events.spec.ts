import { Random, randomHistory } from '../test/support/random-events.js';
import { compactHistory } from './compact-events.js';
import { HistoryCompactor } from './compaction/history-compactor.js';
import type { HistoryEvent } from './event-log.js';
import { ThreadFold } from './thread-fold.js';

const SEEDS = process.env['LONG_CHECKS'] === undefined ? 300 : 1_000;

function numbered(...events: readonly unknown[]): HistoryEvent[] {
  return events.map((event, index) => ({ seq: index + 1, json: JSON.stringify(event) }));
}

function compacted(...events: readonly unknown[]): unknown[] {
  return compactHistory(numbered(...events)).map(({ seq, json }) => [seq, JSON.parse(json)]);
}

function fold(events: readonly HistoryEvent[]): unknown {
  const thread = new ThreadFold();
  for (const { json } of events) {
    if (json !== 'no json') thread.apply(JSON.parse(json));
  }
  const open = thread.openItems().map(({ kind, id, text }) => `${kind} ${id} ${text}`);
  return { messages: thread.messages(), state: thread.state, open: open.toSorted() };
}

function text(messageId: string, delta: string): Record<string, unknown> {
  return { type: 'TEXT_MESSAGE_CONTENT', messageId, delta };
}

function args(toolCallId: string, delta: string): Record<string, unknown> {
  return { type: 'TOOL_CALL_ARGS', toolCallId, delta };
}

const snapshot = (value: unknown) => ({ type: 'STATE_SNAPSHOT', snapshot: value });
const set = (path: string, value: unknown) => ({
  type: 'STATE_DELTA',
  delta: [{ op: 'replace', path, value }],
});
const activity = (messageId: string, content: unknown) => ({
  type: 'ACTIVITY_SNAPSHOT',
  messageId,
  activityType: 'plan',
  content,
});
const advance = (messageId: string, path: string, value: unknown) => ({
  type: 'ACTIVITY_DELTA',
  messageId,
  activityType: 'plan',
  patch: [{ op: 'add', path, value }],
});

describe('compactHistory', () => {
  it('keeps the fence of the last part of what was merged', () => {
    const deltas = numbered(text('m', 'a'), text('m', 'b'), snapshot({ n: 1 }), set('/n', 2));
    const events = deltas.map((event) => (event.seq % 2 === 0 ? { ...event, fence: 7 } : event));
    const merged = compactHistory(events).map(({ seq, fence }) => [seq, fence]);
    expect(merged).toEqual([
      [2, 7],
      [4, 7],
    ]);
  });

  it('tells where a merged event began, even if it had been merged before', () => {
    const [merged] = compactHistory(numbered(text('m', 'a'), text('m', 'b')));
    expect(merged).toMatchObject({ firstSeq: 1, seq: 2 });
    const more = { seq: 3, json: JSON.stringify(text('m', 'c')) };
    expect(compactHistory(merged === undefined ? [] : [merged, more])).toEqual([
      { firstSeq: 1, seq: 3, json: JSON.stringify(text('m', 'abc')) },
    ]);
  });

  describe('for any history', () => {
    const histories = Array.from({ length: SEEDS }, (_, seed) => {
      const random = new Random(seed);
      return randomHistory(random, 5 + random.below(60));
    });

    it('folds to the same messages, state and open items', () => {
      for (const [seed, raw] of histories.entries()) {
        expect([seed, fold(compactHistory(raw))]).toEqual([seed, fold(raw)]);
      }
    });

    it('gives the same, whether or not a text has the form that needs no parsing', () => {
      for (const raw of histories) {
        const spaced = raw.map((event) => ({ ...event, json: ` ${event.json}` }));
        const plain = compactHistory(raw);
        expect(
          compactHistory(spaced).map(({ json, ...rest }) => ({ ...rest, json: json.trim() })),
        ).toEqual(plain);
      }
    });

    it('changes nothing the second time', () => {
      for (const raw of histories) {
        const once = compactHistory(raw);
        expect(compactHistory(once)).toEqual(once);
      }
    });

    it('keeps numbers rising and takes every number from the input', () => {
      for (const raw of histories) {
        const seqs = compactHistory(raw).map(({ seq }) => seq);
        expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
        expect(seqs.every((seq) => seq >= 1 && seq <= raw.length)).toBe(true);
      }
    });

    it('gives the same whether the history arrives at once or in pieces', () => {
      for (const raw of histories.slice(0, 100)) {
        const compactor = new HistoryCompactor();
        for (const [index, event] of raw.entries()) {
          compactor.push(event);
          expect(compactor.result()).toEqual(compactHistory(raw.slice(0, index + 1)));
        }
      }
    });
  });

  describe('texts', () => {
    it('merges deltas of one item across those of another and across unrelated events', () => {
      const custom = { type: 'CUSTOM', name: 'c', value: 1 };
      expect(
        compacted(text('a', '1'), text('b', 'x'), custom, text('a', '2'), text('b', 'y')),
      ).toEqual([
        [3, custom],
        [4, text('a', '12')],
        [5, text('b', 'xy')],
      ]);
    });

    it('merges texts exactly as they are written, whatever characters they have', () => {
      const deltas = [
        '"',
        '\\',
        '\n\t',
        '\u0001',
        '\u2028',
        'é',
        '😀',
        '\ud83d',
        '\ude00',
        '}',
        '',
      ];
      for (const odd of deltas) {
        const [merged] = compactHistory(numbered(text('m', 'a'), text('m', odd), text('m', 'z')));
        expect(merged?.json).toBe(JSON.stringify(text('m', `a${odd}z`)));
      }
    });

    it('merges a delta that is plain with others that are not', () => {
      const stamped = (delta: string) => ({ ...text('m', delta), timestamp: 1 });
      expect(compacted(text('m', '"'), stamped('\n'), text('m', 'c'))).toEqual([
        [3, text('m', '"\nc')],
      ]);
      expect(compacted(stamped('"'), text('m', '\n'), stamped('c'))).toEqual([
        [3, { ...text('m', '"\nc'), timestamp: 1 }],
      ]);
    });

    it('merges deltas whose own fields have the names of ours', () => {
      const odd = { ...text('m', 'a'), escaped: 'x', opening: 'y', id: 'z' };
      expect(compacted(odd, odd)).toEqual([[2, { ...odd, delta: 'aa' }]]);
    });

    it('merges arguments and reasoning as well', () => {
      const reasoning = (delta: string) => ({
        type: 'REASONING_MESSAGE_CONTENT',
        messageId: 'r',
        delta,
      });
      expect(compacted(args('t', '{'), reasoning('h'), args('t', '}'), reasoning('m'))).toEqual([
        [3, args('t', '{}')],
        [4, reasoning('hm')],
      ]);
    });

    it.each([
      ['the end of the message', { type: 'TEXT_MESSAGE_END', messageId: 'a' }],
      [
        'a call of the message',
        { type: 'TOOL_CALL_START', toolCallId: 't', toolCallName: 'n', parentMessageId: 'a' },
      ],
      [
        'a value for the message',
        {
          type: 'REASONING_ENCRYPTED_VALUE',
          subtype: 'message',
          entityId: 'a',
          encryptedValue: 'e',
        },
      ],
      ['a snapshot of all messages', { type: 'MESSAGES_SNAPSHOT', messages: [] }],
      ['a run boundary', { type: 'RUN_STARTED', threadId: 't', runId: 'r' }],
      ['a chunk', { type: 'TEXT_MESSAGE_CHUNK', delta: 'c' }],
    ])('does not merge across %s', (_title, event) => {
      expect(compacted(text('a', '1'), event, text('a', '2'))).toHaveLength(3);
    });

    it('keeps the last delta’s fields, joins metadata and drops the raw event', () => {
      const merged = compacted(
        { ...text('a', '1'), timestamp: 1, metadata: { x: 1, y: 1 }, rawEvent: {} },
        { ...text('a', '2'), timestamp: 2, metadata: { y: 2 }, rawEvent: {} },
        { ...text('a', '3'), timestamp: 3 },
      );
      expect(merged).toEqual([
        [3, { ...text('a', '123'), timestamp: 3, metadata: { x: 1, y: 2 } }],
      ]);
    });

    it('hands through untouched what it does not change', () => {
      const odd = '{ "type": "TEXT_MESSAGE_CONTENT", "messageId": "a", "delta": "x" }';
      expect(
        compactHistory([
          { seq: 4, json: odd },
          { seq: 5, json: 'garbage' },
        ]),
      ).toEqual([
        { seq: 4, json: odd },
        { seq: 5, json: 'garbage' },
      ]);
    });
  });

  describe('state', () => {
    it('folds a run’s state into one snapshot where its last event stood', () => {
      const end = { type: 'RUN_FINISHED', threadId: 't', runId: 'r' };
      expect(
        compacted(snapshot({ n: 0, keep: 1 }), set('/n', 1), text('a', 'x'), set('/n', 2), end),
      ).toEqual([
        [3, text('a', 'x')],
        [4, snapshot({ n: 2, keep: 1 })],
        [5, end],
      ]);
    });

    it('keeps deltas that have no snapshot to stand on', () => {
      expect(compacted(set('/n', 1), set('/n', 2))).toHaveLength(2);
    });

    it('keeps everything when a patch does not apply', () => {
      expect(compacted(snapshot({ n: 0 }), set('/n', 1), set('/x/y', 2))).toHaveLength(3);
    });

    it('forgets a failed patch once a later snapshot makes it irrelevant', () => {
      expect(compacted(snapshot({ n: 0 }), set('/x/y', 2), snapshot({ n: 3 }))).toEqual([
        [3, snapshot({ n: 3 })],
      ]);
    });

    it('does not take the state of one run as the base of the next', () => {
      const start = { type: 'RUN_STARTED', threadId: 't', runId: 'r2' };
      expect(compacted(snapshot({ n: 0 }), start, set('/n', 1), set('/n', 2))).toHaveLength(4);
    });
  });

  describe('activities', () => {
    it('folds deltas into a snapshot and keeps the one that fixes the place', () => {
      const start = { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' };
      expect(
        compacted(activity('p', {}), advance('p', '/a', 1), start, advance('p', '/b', 2)),
      ).toEqual([
        [1, activity('p', {})],
        [3, start],
        [4, activity('p', { a: 1, b: 2 })],
      ]);
    });

    it('keeps deltas of an activity that the run did not begin', () => {
      expect(compacted(advance('p', '/a', 1), advance('p', '/b', 1))).toHaveLength(2);
    });

    it('keeps all when a patch does not apply', () => {
      expect(
        compacted(activity('p', {}), advance('p', '/a/b', 1), advance('p', '/c', 1)),
      ).toHaveLength(3);
    });
  });
});
