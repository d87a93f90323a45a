import { growthPerCall, NO_GROWTH } from '@flightdeck/testing';
import {
  folded,
  start,
  text,
  end,
  call,
  args,
  result,
  think,
  activity,
  snapshot,
  state,
  patch,
  toolCall,
} from '../test/support/event-builders.js';
import type { Event } from '../test/support/event-builders.js';
import { ThreadFold } from './thread-fold.js';

describe('ThreadFold', () => {
  describe('messages', () => {
    it('begin with what it was seeded with', () => {
      const fold = new ThreadFold({
        messages: [{ id: 'u', role: 'user', content: 'hi' }],
        state: 1,
      });
      expect([fold.messages(), fold.state]).toEqual([
        [{ id: 'u', role: 'user', content: 'hi' }],
        1,
      ]);
    });

    it('take the unknown ones from the input of a run', () => {
      const message = (id: string, content: string) => ({ id, role: 'user', content });
      const run = (...messages: unknown[]): Event => ({ type: 'RUN_STARTED', input: { messages } });
      const fold = folded(run(message('a', '1')), run(message('a', 'other'), message('b', '2')));
      expect(fold.messages()).toEqual([message('a', '1'), message('b', '2')]);
    });

    it('grow by deltas', () => {
      const fold = folded(start('a', { name: 'Bo' }), text('a', 'Hel'), text('a', 'lo'), end('a'));
      expect(fold.messages()).toEqual([
        { id: 'a', role: 'assistant', content: 'Hello', name: 'Bo' },
      ]);
    });

    it('are found by the calls that are part of them', () => {
      const fold = folded(call('t', { parentMessageId: 'a' }), call('own'));
      expect(['t', 'own', 'unknown'].map((id) => fold.messageIdOfCall(id))).toEqual([
        'a',
        'own',
        undefined,
      ]);
    });

    it('are the same array until something changes', () => {
      const fold = folded(start('a'), text('a', 'x'), start('b'));
      const before = fold.messages();
      fold.apply({ type: 'CUSTOM', name: 'n' });
      expect(fold.messages()).toBe(before);
      fold.apply(text('b', 'y'));
      expect(fold.messages()).not.toBe(before);
      expect(fold.messages()[0]).toBe(before[0]);
      expect(before[1]).toMatchObject({ content: '' });
    });

    it('are begun by chunks, which need not repeat the id', () => {
      const chunk = (more: object): Event => ({ type: 'TEXT_MESSAGE_CHUNK', ...more });
      const fold = folded(
        chunk({ messageId: 'a', role: 'user', delta: 'x' }),
        { type: 'RAW', event: {} },
        chunk({ delta: 'y' }),
        { type: 'TOOL_CALL_CHUNK', toolCallId: 't', toolCallName: 'search', delta: '{' },
        { type: 'TOOL_CALL_CHUNK', delta: '}' },
        { type: 'REASONING_MESSAGE_CHUNK', messageId: 'r', delta: 'h' },
        { type: 'REASONING_MESSAGE_CHUNK', delta: 'm' },
      );
      expect(fold.messages()).toEqual([
        { id: 'a', role: 'user', content: 'xy' },
        { id: 't', role: 'assistant', toolCalls: [toolCall('t', '{}')] },
        { id: 'r', role: 'reasoning', content: 'hm' },
      ]);
    });

    it('collect metadata and the subagent they come from', () => {
      const fold = folded(
        start('a', { metadata: { x: 1 }, subagentRunId: 's' }),
        text('a', '', { metadata: { x: 2, y: 1 } }),
      );
      expect(fold.messages()[0]).toMatchObject({ metadata: { x: 2, y: 1 }, subagentRunId: 's' });
    });
  });

  describe('tool calls', () => {
    it('join the assistant message that they name, wherever it stands', () => {
      const fold = folded(start('a'), end('a'), start('b'), end('b'));
      for (const event of [
        call('t', { parentMessageId: 'a' }),
        args('t', '{"q"'),
        args('t', ':1}'),
      ]) {
        fold.apply(event);
      }
      expect(fold.messages()).toEqual([
        { id: 'a', role: 'assistant', content: '', toolCalls: [toolCall('t', '{"q":1}')] },
        { id: 'b', role: 'assistant', content: '' },
      ]);
    });

    it.each([
      ['the parent’s id', { parentMessageId: 'p' }, 'p'],
      ['their own id', {}, 't'],
    ])('make a message with %s', (_title, more, id) => {
      expect(folded(call('t', more)).messages()).toEqual([
        { id, role: 'assistant', toolCalls: [toolCall('t', '')] },
      ]);
    });

    it('do not join a message of another role', () => {
      const fold = folded(start('u', { role: 'user' }), call('t', { parentMessageId: 'u' }));
      expect(fold.messages().map(({ id }) => id)).toEqual(['u', 't']);
    });

    it('are not doubled when they begin again', () => {
      const fold = folded(call('t'), args('t', '{'), call('t'), args('t', '}'));
      expect(fold.messages()).toEqual([
        { id: 't', role: 'assistant', toolCalls: [toolCall('t', '{}')] },
      ]);
    });

    it('are followed by their results, in the order of these', () => {
      const fold = folded(
        call('t'),
        call('u', { parentMessageId: 't' }),
        start('later'),
        result('u', 'r1', 'one'),
        result('t', 'r2', [{ type: 'text', text: 'two' }]),
        result('unknown', 'r3', 'three'),
      );
      expect(fold.messages().map(({ id }) => id)).toEqual(['t', 'r1', 'r2', 'later', 'r3']);
      expect(fold.messages()[1]).toEqual({
        id: 'r1',
        toolCallId: 'u',
        role: 'tool',
        content: 'one',
      });
    });

    it('have one result per message id, the last', () => {
      const fold = folded(call('t'), result('t', 'r', 'one'), result('t', 'r', 'two'));
      expect(fold.messages()).toHaveLength(2);
      expect(fold.messages()[1]).toMatchObject({ content: 'two' });
    });
  });

  describe('reasoning and activities', () => {
    it('keep encrypted values on messages and calls', () => {
      const value = (subtype: string, entityId: string): Event => ({
        type: 'REASONING_ENCRYPTED_VALUE',
        subtype,
        entityId,
        encryptedValue: `of ${entityId}`,
      });
      const fold = folded(think('r'), call('t'), value('message', 'r'), value('tool-call', 't'));
      expect(fold.messages()).toEqual([
        { id: 'r', role: 'reasoning', content: '', encryptedValue: 'of r' },
        {
          id: 't',
          role: 'assistant',
          toolCalls: [{ ...toolCall('t', ''), encryptedValue: 'of t' }],
        },
      ]);
    });

    it('replace an activity in its place, unless the snapshot says not to', () => {
      const fold = folded(
        activity('p', { n: 1 }),
        start('a'),
        activity('p', { n: 2 }),
        activity('p', { n: 3 }, { replace: false }),
      );
      expect(fold.messages()[0]).toEqual({
        id: 'p',
        role: 'activity',
        activityType: 'plan',
        content: { n: 2 },
      });
    });

    it('patch an activity, and leave it alone when the patch does not fit', () => {
      const delta = (path: string): Event => ({
        type: 'ACTIVITY_DELTA',
        messageId: 'p',
        activityType: 'plan',
        patch: [{ op: 'add', path, value: 1 }],
      });
      const fold = folded(activity('p', {}), delta('/a'), delta('/x/y'));
      expect(fold.messages()[0]).toMatchObject({ content: { a: 1 } });
    });

    it('do not take text for an activity', () => {
      const fold = folded(activity('p', {}), start('p'), text('p', 'x'));
      expect(fold.messages()).toHaveLength(1);
      expect(fold.messages()[0]).toMatchObject({ role: 'activity', content: {} });
      expect(fold.openItems()).toEqual([]);
    });

    it('ignore the deprecated thinking events', () => {
      expect(folded({ type: 'THINKING_TEXT_MESSAGE_CONTENT', delta: 'x' }).messages()).toEqual([]);
    });
  });

  describe('a snapshot of all messages', () => {
    const user = { id: 'u', role: 'user', content: 'hi' };
    const answer = { id: 'a', role: 'assistant', content: 'A' };

    it('replaces known messages in place, adds new ones and drops the others', () => {
      const fold = folded(start('gone'), start('a'), text('a', 'draft'), snapshot(user, answer));
      expect(fold.messages()).toEqual([answer, user]);
    });

    it('keeps reasoning and activities that it does not speak of', () => {
      const fold = folded(activity('p', {}), think('r'), start('a'), snapshot(answer, user));
      expect(fold.messages().map(({ id }) => id)).toEqual(['p', 'r', 'a', 'u']);
      fold.apply(snapshot(answer, { id: 'r2', role: 'reasoning', content: '' }));
      expect(fold.messages().map(({ id }) => id)).toEqual(['p', 'a', 'r2']);
    });

    it('lets open items go on in the messages that it brings', () => {
      const calling = { id: 'c', role: 'assistant', toolCalls: [toolCall('t', '{"a')] };
      const fold = folded(
        start('a'),
        call('t', { parentMessageId: 'c' }),
        snapshot(answer, calling),
      );
      fold.apply(text('a', '!'));
      fold.apply(args('t', '"}'));
      expect(fold.messages()).toEqual([
        { ...answer, content: 'A!' },
        { ...calling, toolCalls: [toolCall('t', '{"a"}')] },
      ]);
    });

    it('does not end the items that it leaves out', () => {
      const fold = folded(start('a'), text('a', 'x'), snapshot(user), text('a', 'y'));
      expect(fold.messages()).toEqual([user]);
      expect(fold.openItems()).toMatchObject([{ kind: 'text', id: 'a', text: 'xy' }]);
    });
  });

  describe('state', () => {
    it('is set and patched', () => {
      const fold = folded(state({ n: 1 }), patch({ op: 'replace', path: '/n', value: 2 }));
      expect(fold.state).toEqual({ n: 2 });
    });

    it('begins as an empty object for patches, and is undefined before', () => {
      expect(folded().state).toBeUndefined();
      expect(folded(patch({ op: 'add', path: '/n', value: 1 })).state).toEqual({ n: 1 });
    });

    it('stays as it was when any operation of a patch does not fit', () => {
      const wrong = patch({ op: 'add', path: '/m', value: 1 }, { op: 'remove', path: '/none' });
      expect(folded(state({ n: 1 }), wrong).state).toEqual({ n: 1 });
    });

    it('is not changed in place', () => {
      const before = { n: 1, deep: {} };
      const fold = folded(state(before), patch({ op: 'replace', path: '/n', value: 2 }));
      expect(before.n).toBe(1);
      expect(fold.state).toHaveProperty('deep', before.deep);
    });
  });

  it('ignores whatever is malformed', () => {
    const fields = [
      'type',
      'messageId',
      'toolCallId',
      'delta',
      'messages',
      'snapshot',
      'patch',
      'input',
      'content',
      'entityId',
    ];
    const values = [undefined, null, 0, '', [], {}, [null], { messages: 'x' }];
    const types = [
      'TEXT_MESSAGE_START',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_END',
      'TEXT_MESSAGE_CHUNK',
      'TOOL_CALL_START',
      'TOOL_CALL_ARGS',
      'TOOL_CALL_CHUNK',
      'TOOL_CALL_RESULT',
      'REASONING_ENCRYPTED_VALUE',
      'ACTIVITY_SNAPSHOT',
      'ACTIVITY_DELTA',
      'MESSAGES_SNAPSHOT',
      'STATE_DELTA',
      'RUN_STARTED',
      'constructor',
      '__proto__',
    ];
    const fold = new ThreadFold();
    for (const type of types) {
      for (const value of values) {
        fold.apply({ ...Object.fromEntries(fields.map((field) => [field, value])), type });
        fold.apply({ type, messages: [value], input: { messages: [value] } });
      }
    }
    fold.apply(JSON.parse('null'));
    fold.apply(snapshot({ id: 'm', role: 'assistant', toolCalls: [null, { id: 1 }, { id: 'x' }] }));
    expect(() => [fold.messages(), fold.openItems(), fold.state]).not.toThrow();
  });

  it('costs the same per event however much came before', () => {
    const behind = (count: number): ThreadFold => {
      const messages = Array.from({ length: count }, (_, index) => ({
        id: `old ${index}`,
        role: 'user',
        content: 'x'.repeat(100),
      }));
      const fold = new ThreadFold({ messages });
      fold.apply(start('a'));
      return fold;
    };
    const tell = (fold: ThreadFold): void => {
      for (let index = 0; index < 10_000; index += 1) fold.apply(text('a', 'twenty characters ok'));
      expect(fold.messages().at(-1)?.content).toMatch(/ok$/);
    };
    expect(growthPerCall(500, behind, tell)).toBeLessThan(NO_GROWTH);
  });
});
