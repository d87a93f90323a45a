import { describe, expect, it } from '@jest/globals';
import { FAILED, IDS, call, openGate, text } from '../../test/support/open-gate.js';

const START = text('START', 'm', { role: 'assistant' });
const DELTA = text('CONTENT', 'm', { delta: 'hi' });
const CALL = call('START', 'c', { toolCallName: 'search' });
const FINISHED = { type: 'RUN_FINISHED', ...IDS };

describe('a well-formed run', () => {
  const events = [
    START,
    DELTA,
    text('CONTENT', 'm', { delta: '!', timestamp: 1.0, rawEvent: { id: 1 } }),
    text('END'),
    CALL,
    call('ARGS', 'c', { delta: '{}' }),
    call('END'),
    call('RESULT', 'c', { messageId: 'r', content: 'found' }),
    { type: 'STEP_STARTED', stepName: 's' },
    { type: 'STEP_FINISHED', stepName: 's' },
    { type: 'REASONING_START', messageId: 'r1' },
    { type: 'REASONING_MESSAGE_START', messageId: 'r1', role: 'reasoning' },
    { type: 'REASONING_MESSAGE_CONTENT', messageId: 'r1', delta: 'hm' },
    { type: 'REASONING_MESSAGE_END', messageId: 'r1' },
    { type: 'REASONING_END', messageId: 'r1' },
    { type: 'STATE_DELTA', delta: [{ op: 'add', path: '/a~1b', value: null }] },
    { type: 'CUSTOM', name: 'n', value: { future: true } },
    { type: 'ACTIVITY_DELTA', messageId: 'earlier', activityType: 'a', patch: [] },
    { type: 'SUBAGENT_STARTED', subagentRunId: 's1', name: 'n' },
    { type: 'SUBAGENT_FINISHED', subagentRunId: 's1' },
    { ...FINISHED, result: 1, outcome: { type: 'success' }, usage: [{ inputTokens: 1 }] },
  ];

  it('passes as the very same objects', () => {
    const { tracker, dropped, emit } = openGate();
    const emitted = emit(...events);
    expect(emitted).toHaveLength(events.length);
    for (const [index, event] of emitted.entries()) expect(event).toBe(events[index]);
    expect(dropped).toEqual([]);
    expect(tracker.terminal).toBe(events.at(-1));
    expect(tracker.close(FAILED)).toEqual([]);
  });
});

describe('what is left out', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['a string', 'TEXT_MESSAGE_START'],
    ['no type', { messageId: 'm' }],
    ['an unknown type', { type: 'TEXT_MESSAGE_SPARKLE' }],
    ['an inherited type', { type: 'constructor' }],
    ['a missing id', { type: 'TEXT_MESSAGE_START' }],
    ['a numeric id', { type: 'TOOL_CALL_START', toolCallId: 1, toolCallName: 'n' }],
    ['a call without a name', call('START')],
    ['an orphan delta', text('CONTENT', 'other', { delta: 'x' })],
    ['a delta that is no text', text('CONTENT', 'm', { delta: 1 })],
    ['an orphan end', text('END', 'other')],
    ['a second start', START],
    ['orphan arguments', call('ARGS', 'other', { delta: '{' })],
    ['an orphan step end', { type: 'STEP_FINISHED', stepName: 's' }],
    ['orphan reasoning', { type: 'REASONING_MESSAGE_CONTENT', messageId: 'r', delta: 'x' }],
    ['an orphan span end', { type: 'REASONING_END', messageId: 'r' }],
    ['an orphan subagent end', { type: 'SUBAGENT_FINISHED', subagentRunId: 's' }],
    ['a thought without a frame', { type: 'THINKING_TEXT_MESSAGE_START' }],
    ['no snapshot', { type: 'STATE_SNAPSHOT' }],
    ['half a patch', { type: 'STATE_DELTA', delta: [{ op: 'replace', path: '/a' }] }],
    ['a bad pointer', { type: 'STATE_DELTA', delta: [{ op: 'remove', path: 'a' }] }],
    ['a first chunk without an id', { type: 'TEXT_MESSAGE_CHUNK', delta: 'x' }],
    ['a first call chunk without a name', { type: 'TOOL_CALL_CHUNK', toolCallId: 'c' }],
    ['a chunk of a started message', { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', delta: 'x' }],
  ])('is %s, with a reason', (_name, event) => {
    const { dropped, emit } = openGate();
    expect(emit(START, event)).toEqual([START]);
    expect(dropped).toEqual([expect.any(String)]);
  });

  it('is nothing worth mentioning: RUN_STARTED and empty deltas', () => {
    const { dropped, emit } = openGate();
    const empty = text('CONTENT', 'm', { delta: '' });
    const counted = text('CONTENT', 'm', { delta: '', metadata: { tokens: 1 } });
    expect(emit({ type: 'RUN_STARTED' }, START, empty, counted)).toEqual([START, counted]);
    expect(dropped).toEqual([]);
  });

  it('is everything after the end', () => {
    const { dropped, emit } = openGate();
    expect(emit(FINISHED, START, FINISHED, { type: 'RUN_ERROR', message: 'late' })).toEqual([
      FINISHED,
    ]);
    expect(dropped).toHaveLength(3);
  });

  it('does not outlast its item: ids may be used again', () => {
    const { dropped, emit } = openGate();
    const events = [START, text('END'), START, DELTA, text('END'), CALL, call('END'), CALL];
    expect(emit(...events)).toEqual(events);
    expect(dropped).toEqual([]);
  });
});

describe('what is mended', () => {
  it.each<[string, object, object]>([
    [
      'fields that clients reject',
      { ...START, role: 'wizard', name: null, timestamp: 'now', metadata: null, extra: 1 },
      { type: START.type, messageId: 'm', extra: 1 },
    ],
    ['a fractional time', { ...START, timestamp: 1.5 }, { ...START, timestamp: 1 }],
    ['a null parent', { ...CALL, parentMessageId: null }, CALL],
    [
      'a custom event without a value',
      { type: 'CUSTOM', name: 'n' },
      { type: 'CUSTOM', name: 'n', value: null },
    ],
    [
      'reasoning with another role',
      { type: 'REASONING_MESSAGE_START', messageId: 'r', role: 'assistant' },
      { type: 'REASONING_MESSAGE_START', messageId: 'r', role: 'reasoning' },
    ],
    [
      'a result of parts',
      call('RESULT', 'c', {
        messageId: 'r',
        content: [
          { type: 'text', text: 'a' },
          { type: 'image', source: {} },
          { type: 'text', text: 'b' },
        ],
      }),
      call('RESULT', 'c', { messageId: 'r', content: 'ab' }),
    ],
    [
      'a result without text',
      call('RESULT', 'c', { messageId: 'r', content: { found: 1 } }),
      call('RESULT', 'c', { messageId: 'r', content: '{"found":1}' }),
    ],
    [
      'messages that not every client knows',
      {
        type: 'MESSAGES_SNAPSHOT',
        messages: [{ id: '1', role: 'user', content: 'x' }, { id: '2' }],
      },
      { type: 'MESSAGES_SNAPSHOT', messages: [{ id: '1', role: 'user', content: 'x' }] },
    ],
  ])('%s', (_name, event, mended) => {
    const { dropped, emit } = openGate();
    const before = structuredClone(event);
    expect(emit(event)).toEqual([mended]);
    expect(event).toEqual(before);
    expect(dropped).toEqual([]);
  });

  it.each<[unknown, unknown]>([
    [null, undefined],
    ['done', undefined],
    [{ type: 'cancelled' }, undefined],
    [{ type: 'interrupt', interrupts: [] }, undefined],
    [{ type: 'interrupt', interrupts: [{ id: 'i' }] }, undefined],
    [{ type: 'success', pendingToolCallIds: ['c'] }, { type: 'success' }],
    [
      { type: 'interrupt', interrupts: [{ id: 'i', reason: 'r', message: null }], more: 1 },
      { type: 'interrupt', interrupts: [{ id: 'i', reason: 'r' }] },
    ],
  ])('the outcome %j', (outcome, mended) => {
    const expected = mended === undefined ? FINISHED : { ...FINISHED, outcome: mended };
    expect(openGate().emit({ ...FINISHED, outcome })).toEqual([expected]);
  });

  it('the ids of RUN_FINISHED and the message of RUN_ERROR', () => {
    expect(openGate().emit({ type: 'RUN_FINISHED', runId: 'other' })).toEqual([FINISHED]);
    const [error] = openGate().emit({ type: 'RUN_ERROR', message: { a: 1 }, code: 7 });
    expect(error).toEqual({ type: 'RUN_ERROR', message: expect.any(String) });
  });
});

it('never throws, whatever it is given', () => {
  const circular: Record<string, unknown> = {
    type: 'TOOL_CALL_RESULT',
    messageId: 'r',
    toolCallId: 'c',
  };
  circular.content = circular;
  expect(openGate().emit(circular)).toEqual([{ ...circular, content: '' }]);
});
