import jsonPatch from 'fast-json-patch';
import { createRunState, type StateEvent } from './run-state.js';

function runState(initial: unknown) {
  const events: StateEvent[] = [];
  return { events, state: createRunState(initial, (event) => events.push(event)) };
}

describe('createRunState', () => {
  it('tells a snapshot of what it is set to', () => {
    const { state, events } = runState({ a: 1 });
    const given = { b: 1 };
    state.set(given);
    given.b = 2;
    expect(state.current).toEqual({ b: 1 });
    expect(events).toEqual([{ type: 'STATE_SNAPSHOT', snapshot: { b: 1 } }]);
  });

  it('tells the initial state before the first delta, and only then [agent.state-tools]', () => {
    const { state, events } = runState({ a: 1 });
    expect(state.patch([{ op: 'replace', path: '/a', value: 2 }])).toEqual({ ok: true });
    expect(state.patch([{ op: 'add', path: '/b', value: 3 }])).toEqual({ ok: true });
    expect(events).toEqual([
      { type: 'STATE_SNAPSHOT', snapshot: { a: 1 } },
      { type: 'STATE_DELTA', delta: [{ op: 'replace', path: '/a', value: 2 }] },
      { type: 'STATE_DELTA', delta: [{ op: 'add', path: '/b', value: 3 }] },
    ]);
    expect(state.current).toEqual({ a: 2, b: 3 });
  });

  it('tells an empty state before a delta of none, which no patch fits', () => {
    const { state, events } = runState(null);
    state.patch([{ op: 'add', path: '/a', value: 1 }]);
    state.set(null);
    state.patch([{ op: 'add', path: '/b', value: 1 }]);
    expect(events.map((event) => ('snapshot' in event ? event.snapshot : event.type))).toEqual([
      {},
      'STATE_DELTA',
      null,
      {},
      'STATE_DELTA',
    ]);
  });

  it('is empty when it is set to nothing, as an event without a snapshot is none', () => {
    const { state, events } = runState({ a: 1 });
    state.set(undefined);
    expect(events).toEqual([{ type: 'STATE_SNAPSHOT', snapshot: {} }]);
  });

  it('tells no initial state where there is none, or where one was told', () => {
    const without = runState(undefined);
    without.state.patch([{ op: 'add', path: '/a', value: 1 }]);
    expect(without.events).toHaveLength(1);
    const after = runState({ a: 1 });
    after.state.set({ a: 2 });
    after.state.patch([{ op: 'remove', path: '/a' }]);
    expect(after.events.map(({ type }) => type)).toEqual(['STATE_SNAPSHOT', 'STATE_DELTA']);
  });

  it('does not grow without end by copies of itself', () => {
    const { state } = runState({ text: 'a'.repeat(1000) });
    const copies = Array.from({ length: 40 }, (_, at) => ({
      op: 'copy',
      from: '',
      path: `/${at}`,
    }));
    expect(state.patch(copies)).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/^operation \d+ makes the state too large$/),
    });
    expect(state.current).toEqual({ text: 'a'.repeat(1000) });
  });

  it('puts an empty list where something is appended to a missing one', () => {
    const { state, events } = runState({ board: {} });
    state.patch([
      { op: 'add', path: '/board/todos/-', value: 'a' },
      { op: 'add', path: '/board/todos/-', value: 'b' },
    ]);
    expect(events.at(-1)).toEqual({
      type: 'STATE_DELTA',
      delta: [
        { op: 'add', path: '/board/todos', value: [] },
        { op: 'add', path: '/board/todos/-', value: 'a' },
        { op: 'add', path: '/board/todos/-', value: 'b' },
      ],
    });
    expect(state.current).toEqual({ board: { todos: ['a', 'b'] } });
  });

  it.each([
    ['copy', [{ op: 'copy', from: '/a', path: '/b' }], { a: { n: 1 }, b: { n: 1 }, l: [1, 2] }],
    ['move', [{ op: 'move', from: '/a/n', path: '/n' }], { a: {}, n: 1, l: [1, 2] }],
    ['test', [{ op: 'test', path: '/a/n', value: 1 }], { a: { n: 1 }, l: [1, 2] }],
    ['add in a list', [{ op: 'add', path: '/l/1', value: 9 }], { a: { n: 1 }, l: [1, 9, 2] }],
    ['the whole state', [{ op: 'replace', path: '', value: [1] }], [1]],
    [
      'escaped names',
      [{ op: 'add', path: '/x~1y', value: 1 }],
      { a: { n: 1 }, l: [1, 2], 'x/y': 1 },
    ],
    [
      'a name of objects',
      [{ op: 'add', path: '/constructor', value: 1 }],
      { a: { n: 1 }, l: [1, 2], constructor: 1 },
    ],
    ['a null value', [{ op: 'add', path: '/a/n', value: null }], { a: { n: null }, l: [1, 2] }],
  ])('understands %s', (_case, delta, result) => {
    const { state, events } = runState({ a: { n: 1 }, l: [1, 2] });
    expect(state.patch(delta)).toEqual({ ok: true });
    expect(state.current).toEqual(result);
    expect(events.at(-1)?.type).toBe('STATE_DELTA');
  });

  it.each([
    ['no list', { op: 'add' }, 'delta must be an array of operations'],
    ['nothing', undefined, 'delta must be an array of operations'],
    [
      'an unknown operation',
      [{ op: 'merge', path: '/a', value: 1 }],
      'operation 0 is no operation of RFC 6902',
    ],
    ['a text', ['add'], 'operation 0 is no operation of RFC 6902'],
    ['no path', [{ op: 'remove' }], 'operation 0 is no operation of RFC 6902'],
    [
      'a path without slash',
      [{ op: 'remove', path: 'a' }],
      'operation 0 is no operation of RFC 6902',
    ],
    ['no value', [{ op: 'add', path: '/b' }], 'operation 0 is no operation of RFC 6902'],
    ['no source', [{ op: 'copy', path: '/b' }], 'operation 0 is no operation of RFC 6902'],
    [
      'a parent that is not there',
      [{ op: 'add', path: '/x/y', value: 1 }],
      'operation 0 has a path that leads nowhere',
    ],
    [
      'a missing target',
      [{ op: 'remove', path: '/x' }],
      'operation 0 cannot be applied: OPERATION_PATH_UNRESOLVABLE',
    ],
    [
      'a failing test',
      [{ op: 'test', path: '/a', value: 2 }],
      'operation 0 cannot be applied: TEST_OPERATION_FAILED',
    ],
    [
      'an index out of range',
      [{ op: 'add', path: '/l/9', value: 1 }],
      'operation 0 cannot be applied: OPERATION_VALUE_OUT_OF_BOUNDS',
    ],
    [
      'a prototype',
      [{ op: 'add', path: '/__proto__/polluted', value: 1 }],
      'operation 0 has a path that leads nowhere',
    ],
    [
      'a prototype itself',
      [{ op: 'add', path: '/__proto__', value: { polluted: 1 } }],
      'operation 0 has a path that leads nowhere',
    ],
    [
      'a constructor',
      [{ op: 'add', path: '/constructor/prototype/polluted', value: 1 }],
      'operation 0 has a path that leads nowhere',
    ],
    [
      'a method of lists',
      [{ op: 'add', path: '/l/push/polluted', value: 1 }],
      'operation 0 has a path that leads nowhere',
    ],
    [
      'a prototype as source',
      [{ op: 'copy', from: '/__proto__', path: '/b' }],
      'operation 0 has a path that leads nowhere',
    ],
    [
      'a good operation before a bad one',
      [
        { op: 'add', path: '/b', value: 1 },
        { op: 'remove', path: '/x' },
      ],
      'operation 1 cannot be applied: OPERATION_PATH_UNRESOLVABLE',
    ],
  ])(
    'refuses %s, changes nothing and tells nothing [agent.state-tools]',
    (_case, delta, problem) => {
      const { state, events } = runState({ a: 1, l: [1] });
      expect(state.patch(delta)).toEqual({ ok: false, problem });
      expect(state.current).toEqual({ a: 1, l: [1] });
      expect(events).toEqual([]);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    },
  );

  it('never changes a state that it has given away', () => {
    const initial = Object.freeze({ list: Object.freeze([1]) });
    const { state, events } = runState(initial);
    const before = state.current;
    state.patch([{ op: 'add', path: '/list/-', value: { n: 2 } }]);
    const first = state.current;
    state.patch([{ op: 'replace', path: '/list/1/n', value: 3 }]);
    expect(before).toBe(initial);
    expect(first).toEqual({ list: [1, { n: 2 }] });
    expect(events[1]).toEqual({
      type: 'STATE_DELTA',
      delta: [{ op: 'add', path: '/list/-', value: { n: 2 } }],
    });
    expect(state.current).toEqual({ list: [1, { n: 3 }] });
  });

  it('tells deltas that a browser arrives at the same state with', () => {
    const { state, events } = runState({ todos: [] });
    state.patch([{ op: 'add', path: '/done/-', value: 1 }]);
    state.patch([{ op: 'move', from: '/done/0', path: '/todos/-' }]);
    let browser: unknown = {};
    for (const event of events) {
      browser =
        event.type === 'STATE_SNAPSHOT'
          ? structuredClone(event.snapshot)
          : jsonPatch.applyPatch(browser, structuredClone(event.delta)).newDocument;
    }
    expect(browser).toEqual(state.current);
    expect(browser).toEqual({ todos: [1], done: [] });
  });
});
