import type { HistoryEvent } from '../../src/event-log.js';

/** A small seeded generator: the same seed gives the same history on every machine. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 up to, but not including, `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  }

  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error('Nothing to pick from');
    return value;
  }
}

type Draft = Record<string, unknown>;

const DRAFTS: readonly ((random: Random) => Draft)[] = [
  (random) => ({
    type: 'RUN_STARTED',
    threadId: 't',
    runId: 'r',
    input: { messages: someMessages(random) },
  }),
  () => ({ type: 'RUN_FINISHED', threadId: 't', runId: 'r' }),
  () => ({ type: 'RUN_ERROR', message: 'no' }),
  (random) => ({ type: 'TEXT_MESSAGE_START', messageId: id(random), role: 'assistant' }),
  (random) => ({ type: 'TEXT_MESSAGE_END', messageId: id(random) }),
  (random) => ({ type: 'TEXT_MESSAGE_CHUNK', messageId: id(random), delta: word(random) }),
  (random) => ({ type: 'TEXT_MESSAGE_CHUNK', delta: word(random) }),
  (random) => ({ type: 'TOOL_CALL_START', toolCallId: id(random), toolCallName: 'n' }),
  (random) => ({
    type: 'TOOL_CALL_START',
    toolCallId: id(random),
    toolCallName: 'n',
    parentMessageId: id(random),
  }),
  (random) => ({ type: 'TOOL_CALL_END', toolCallId: id(random) }),
  (random) => ({
    type: 'TOOL_CALL_CHUNK',
    toolCallId: id(random),
    toolCallName: 'n',
    delta: word(random),
  }),
  (random) => ({
    type: 'TOOL_CALL_RESULT',
    toolCallId: id(random),
    messageId: id(random),
    content: word(random),
  }),
  (random) => ({ type: 'REASONING_MESSAGE_START', messageId: id(random), role: 'reasoning' }),
  (random) => ({ type: 'REASONING_MESSAGE_END', messageId: id(random) }),
  (random) => ({
    type: 'REASONING_ENCRYPTED_VALUE',
    subtype: 'message',
    entityId: id(random),
    encryptedValue: word(random),
  }),
  (random) => ({ type: 'MESSAGES_SNAPSHOT', messages: someMessages(random) }),
  (random) => ({ type: 'CUSTOM', name: 'c', value: word(random) }),
  (random) => ({ type: 'STEP_STARTED', stepName: word(random) }),
  () => ({ type: 'RAW', event: {} }),
  () => ({ type: 'TEXT_MESSAGE_CONTENT', messageId: 7, delta: null }),
  () => ({ notAnEvent: true }),
];

/** Drawn far more often than the others, as in life. */
const FREQUENT: readonly ((random: Random) => Draft)[] = [
  (random) => ({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'a', delta: word(random) }),
  (random) => ({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'a', delta: awkwardText(random) }),
  (random) => ({
    type: 'TEXT_MESSAGE_CONTENT',
    messageId: id(random),
    delta: word(random),
    timestamp: random.below(9),
  }),
  (random) => ({
    type: 'TEXT_MESSAGE_CONTENT',
    messageId: id(random),
    delta: word(random),
    metadata: patchValue(random),
  }),
  (random) => ({
    type: 'TOOL_CALL_ARGS',
    toolCallId: id(random),
    delta: word(random),
    rawEvent: { big: true },
  }),
  (random) => ({ type: 'REASONING_MESSAGE_CONTENT', messageId: id(random), delta: word(random) }),
  (random) => ({ type: 'STATE_SNAPSHOT', snapshot: patchValue(random) }),
  (random) => ({ type: 'STATE_DELTA', delta: [operation(random)] }),
  (random) => ({ type: 'STATE_DELTA', delta: [operation(random), operation(random)] }),
  (random) => ({
    type: 'ACTIVITY_SNAPSHOT',
    messageId: id(random),
    activityType: word(random),
    content: patchValue(random),
  }),
  (random) => ({
    type: 'ACTIVITY_SNAPSHOT',
    messageId: id(random),
    activityType: 'p',
    content: patchValue(random),
    replace: random.below(2) === 1,
  }),
  (random) => ({
    type: 'ACTIVITY_SNAPSHOT',
    messageId: id(random),
    activityType: 'p',
    content: patchValue(random),
    metadata: patchValue(random),
  }),
  (random) => ({
    type: 'ACTIVITY_DELTA',
    messageId: id(random),
    activityType: word(random),
    patch: [operation(random)],
  }),
];

/** Any mixture of events, well-formed or not, over few ids so that they get in each other's way. */
export function randomHistory(random: Random, length: number): HistoryEvent[] {
  const events: HistoryEvent[] = [];
  for (let seq = 1; seq <= length; seq += 1) {
    const draft = random.pick(random.below(3) === 0 ? DRAFTS : FREQUENT)(random);
    events.push({ seq, json: random.below(200) === 0 ? 'no json' : JSON.stringify(draft) });
  }
  return events;
}

/** What JSON has to escape, or looks as if it ended a text. */
function awkwardText(random: Random): string {
  return random.pick(['"', '\\', '\\"', '\n', '\u{1f600}', '"}', '","delta":"', '', '}']);
}

function id(random: Random): string {
  return random.pick(['a', 'b', 'c']);
}

function word(random: Random): string {
  return random.pick(['x', 'yy', 'zzz', '', 'ü', '"']);
}

function patchValue(random: Random): Draft {
  return random.pick<Draft>([{}, { k: 1 }, { k: { deep: [1, 2] } }, { list: [], k: 2 }]);
}

function operation(random: Random): Draft {
  const path = random.pick(['/k', '/list/-', '/list/0', '/k/deep/1', '/new', '']);
  const value = random.pick<unknown>([1, { deep: [0] }, 'v', patchValue(random)]);
  return random.pick<Draft>([
    { op: 'add', path, value },
    { op: 'add', path: '/k', value },
    { op: 'replace', path, value },
    { op: 'remove', path },
    { op: 'copy', from: path, path: '/new' },
  ]);
}

function someMessages(random: Random): unknown[] {
  return random.pick<unknown[]>([
    [],
    [{ id: 'u', role: 'user', content: 'hi' }],
    [
      { id: 'a', role: 'assistant', content: 'A' },
      { id: 'u', role: 'user', content: [{ type: 'text' }] },
    ],
    [
      {
        id: 'b',
        role: 'assistant',
        toolCalls: [{ id: 'c', type: 'function', function: { name: 'n', arguments: '{' } }],
      },
    ],
    [
      { id: 'c', role: 'activity', activityType: 'p', content: {} },
      { id: 'b', role: 'reasoning', content: 'R' },
    ],
    [null, { id: 3 }],
  ]);
}
