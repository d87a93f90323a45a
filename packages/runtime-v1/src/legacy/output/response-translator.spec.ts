import { describe, expect, it } from '@jest/globals';
import type { BaseEvent } from '@flightdeck/core';
import {
  textDelta,
  textEnd,
  textMessage,
  textStart,
  toolCall,
  toolResult,
} from '@flightdeck/testing';
import { FINISHED, SESSION, translate } from '../../../test/legacy/support/translate.js';

describe('texts', () => {
  it('come as they grow, and in chunks that begin and end them', () => {
    const { messages } = translate([
      ...textMessage('m1', 'a', 'b'),
      { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm2', delta: 'c' },
      { type: 'TEXT_MESSAGE_CHUNK', delta: 'd' },
      { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm3', role: 'developer', delta: 'e' },
      { type: 'STEP_STARTED', stepName: 's' },
      { type: 'TEXT_MESSAGE_CHUNK', delta: 'f' },
      FINISHED,
    ]);
    expect(messages.map(({ id, content, role }) => [id, content, role])).toEqual([
      ['m1', ['a', 'b'], 'assistant'],
      ['m2', ['c', 'd'], 'assistant'],
      ['m3', ['e', 'f'], 'developer'],
    ]);
  });

  it('that stay empty are not told', () => {
    const events = [textStart('m1'), textDelta('m1', ''), textEnd('m1'), FINISHED];
    expect(translate(events).messages).toEqual([]);
  });

  it('of reasoning and activities are not told', () => {
    const events = [
      { type: 'REASONING_MESSAGE_START', messageId: 'm1', role: 'reasoning' },
      { type: 'REASONING_MESSAGE_CONTENT', messageId: 'm1', delta: 'Hm' },
      { type: 'ACTIVITY_SNAPSHOT', messageId: 'm2', activityType: 'x', content: {} },
      { type: 'RAW', event: {} },
      FINISHED,
    ];
    expect(translate(events).messages).toEqual([]);
  });
});

describe('calls', () => {
  it('say who runs them: the page, if it has brought the tool', () => {
    const { messages } = translate([
      ...toolCall({ id: 'c1', name: 'paint', args: { a: 1 } }),
      ...toolCall({ id: 'c2', name: 'search', args: {} }),
      FINISHED,
    ]);
    expect(messages.map(({ id, scope, arguments: args }) => [id, scope, args])).toEqual([
      ['c1', 'client', ['{"a":1}']],
      ['c2', 'server', ['{}']],
    ]);
  });

  it('for the page wait for results of calls before them, as clients of 1.5 run what is called last', () => {
    const search = toolCall({ id: 'c1', name: 'search', args: {} });
    const paint = toolCall({ id: 'c2', name: 'paint', args: { a: 1 } });
    const names = (events: readonly BaseEvent[]): unknown[] =>
      translate(events).messages.map((message) => [
        message.id,
        message.arguments ?? message.result,
        message.status,
      ]);
    const success = expect.objectContaining({ code: 'Success' });
    const result = ['c1-answer', 'found', success];
    expect(names([...search, ...paint, toolResult('c1', 'found'), FINISHED])).toEqual([
      ['c1', ['{}'], success],
      result,
      ['c2', ['{"a":1}'], success],
    ]);
    expect(names([...paint, ...search, toolResult('c1', 'found'), FINISHED])).toEqual([
      ['c2', ['{"a":1}'], success],
      ['c1', ['{}'], success],
      result,
    ]);
    // An agent that runs its tools without a word about their results.
    expect(names([...search, ...paint, FINISHED])).toEqual([
      ['c1', ['{}'], success],
      ['c2', ['{"a":1}'], success],
    ]);
    expect(names([...search, ...paint, toolResult('c2', 'red'), FINISHED])).toEqual([
      ['c1', ['{}'], success],
      ['c2', ['{"a":1}'], success],
      ['c2-answer', 'red', success],
    ]);
  });

  it('have their message in their ids, which results name', () => {
    const { messages } = translate([
      ...textMessage('m1', 'Painting'),
      {
        type: 'TOOL_CALL_CHUNK',
        toolCallId: 'c1',
        toolCallName: 'x',
        parentMessageId: 'm1',
        delta: '{',
      },
      { type: 'TOOL_CALL_CHUNK', delta: '}' },
      toolResult('c1', 'done'),
      toolResult('c1', 'done again'),
      FINISHED,
    ]);
    expect(messages.slice(1)).toEqual([
      expect.objectContaining({ id: 'c1~in~m1', parentMessageId: 'm1', arguments: ['{', '}'] }),
      expect.objectContaining({
        __typename: 'ResultMessageOutput',
        id: 'c1-answer',
        actionExecutionId: 'c1~in~m1',
        actionName: 'x',
        result: 'done',
      }),
    ]);
  });

  it('of earlier turns have results now, under ids that nothing else has', () => {
    const call = { id: 'c1', type: 'function' as const, function: { name: 'x', arguments: '{}' } };
    const { messages } = translate([{ ...toolResult('c1', 'done'), messageId: 'a' }, FINISHED], {
      messages: [{ id: 'a', role: 'assistant', toolCalls: [call] }],
    });
    expect(messages).toEqual([
      expect.objectContaining({ id: 'result-c1', actionExecutionId: 'c1~in~a', actionName: 'x' }),
    ]);
  });

  it('may have the ids of answered ones, as with models that number them anew', () => {
    const call = { id: 'c1', type: 'function' as const, function: { name: 'x', arguments: '{}' } };
    const { messages } = translate(
      [...toolCall({ id: 'c1', name: 'x', args: {} }), toolResult('c1', 'again'), FINISHED],
      {
        messages: [
          { id: 'a', role: 'assistant', toolCalls: [call] },
          { id: 'r', role: 'tool', toolCallId: 'c1', content: 'before' },
        ],
      },
    );
    expect(messages.map(({ result }) => result)).toEqual([undefined, 'again']);
  });
});

describe('states', () => {
  it('are told to clients in a session alone', () => {
    const events = [{ type: 'STATE_SNAPSHOT', snapshot: { a: 1 } }, FINISHED];
    expect(translate(events).messages).toEqual([]);
    expect(translate(events, SESSION).states).toEqual([
      expect.objectContaining({
        agentName: 'planner',
        nodeName: 'start',
        threadId: 't',
        runId: 'r',
        role: 'assistant',
        active: true,
        running: true,
        parsed: { a: 1 },
      }),
      expect.objectContaining({ active: false, running: true, parsed: { a: 1 } }),
    ]);
  });

  it('follow deltas from what the client has sent, without the conversation', () => {
    const { states } = translate(
      [
        { type: 'STATE_DELTA', delta: [{ op: 'add', path: '/steps/-', value: 'b' }] },
        { type: 'STATE_SNAPSHOT', snapshot: { steps: ['c'], messages: [{}] } },
        FINISHED,
      ],
      { ...SESSION, state: { steps: ['a'] } },
    );
    expect(states.map(({ parsed }) => parsed)).toEqual([
      { steps: ['a', 'b'] },
      { steps: ['c'] },
      { steps: ['c'] },
    ]);
  });

  it('say which step is active', () => {
    const { states } = translate(
      [
        { type: 'STEP_STARTED', stepName: 'plan' },
        { type: 'STEP_FINISHED', stepName: 'plan' },
        { type: 'STEP_STARTED', stepName: 'act' },
        FINISHED,
      ],
      SESSION,
    );
    expect(states.map(({ nodeName, active }) => [nodeName, active])).toEqual([
      ['plan', true],
      ['plan', false],
      ['act', true],
    ]);
  });

  it('say that the session is over when the agent exits', () => {
    const { states } = translate(
      [{ type: 'STATE_SNAPSHOT', snapshot: { a: 1 } }, { type: 'CUSTOM', name: 'Exit' }, FINISHED],
      SESSION,
    );
    expect(states.map(({ running }) => running)).toEqual([true, false]);
  });
});

describe('the conversation as the agent has it', () => {
  const snapshot: BaseEvent = {
    type: 'MESSAGES_SNAPSHOT',
    messages: [
      { id: 'v1-system', role: 'system', content: 'Be kind' },
      { id: 'u', role: 'user', content: 'Hi' },
      {
        id: 'a',
        role: 'assistant',
        content: 'Hello',
        toolCalls: [{ id: 'c', type: 'function', function: { name: 'x', arguments: '{"a":1}' } }],
      },
      { id: 'r', role: 'tool', toolCallId: 'c', content: 'done' },
    ],
  };

  it('comes with the last state, for the client to take over', () => {
    const events = [{ type: 'STATE_SNAPSHOT', snapshot: { a: 1 } }, snapshot];
    const { states } = translate([...events, ...textMessage('late', 'Bye'), FINISHED], SESSION);
    expect(states.at(-1)?.parsed).toEqual({
      a: 1,
      messages: [
        { id: 'u', role: 'user', content: 'Hi' },
        { id: 'a', role: 'assistant', content: 'Hello' },
        { id: 'c~in~a', name: 'x', arguments: { a: 1 }, parentMessageId: 'a' },
        { id: 'r', actionExecutionId: 'c~in~a', actionName: 'x', result: 'done' },
        { id: 'late', role: 'assistant', content: 'Bye' },
      ],
    });
    expect(states.slice(0, -1).map(({ parsed }) => parsed)).toEqual([{ a: 1 }]);
  });

  it('is told as messages to clients without a session, as far as they have not heard it', () => {
    const { messages } = translate([...textMessage('a', 'Hello'), snapshot, FINISHED], {
      messages: [{ id: 'u', role: 'user', content: 'Hi' }],
    });
    expect(messages.map(({ id }) => id)).toEqual(['a', 'c~in~a', 'r']);
  });
});

describe('interrupts', () => {
  it('of LangGraph are meta events', () => {
    const { metaEvents } = translate([
      { type: 'CUSTOM', name: 'on_interrupt', value: { ask: 'Which?' } },
      { ...FINISHED, outcome: { type: 'interrupt', interrupts: [{ id: 'i1' }] } },
    ]);
    expect(metaEvents).toEqual([
      {
        __typename: 'LangGraphInterruptEvent',
        type: 'MetaEvent',
        name: 'LangGraphInterruptEvent',
        value: '{"ask":"Which?"}',
      },
    ]);
  });

  it("of CopilotKit's own SDK have their messages", () => {
    const value = {
      __copilotkit_interrupt_value__: 'Which?',
      __copilotkit_messages__: [
        {
          type: 'ai',
          id: 'm',
          content: 'I ask',
          tool_calls: [{ id: 'c', name: 'ask', args: { a: 1 } }],
        },
        { role: 'user', content: 'and I' },
        7,
      ],
    };
    for (const sent of [value, JSON.stringify(value)]) {
      const event = { type: 'CUSTOM', name: 'on_interrupt', value: sent };
      const { metaEvents } = translate([event, FINISHED]);
      expect(metaEvents).toEqual([
        {
          __typename: 'CopilotKitLangGraphInterruptEvent',
          type: 'MetaEvent',
          name: 'CopilotKitLangGraphInterruptEvent',
          data: {
            __typename: 'CopilotKitLangGraphInterruptEventData',
            value: 'Which?',
            messages: [
              expect.objectContaining({
                __typename: 'TextMessageOutput',
                id: 'm',
                content: ['I ask'],
              }),
              expect.objectContaining({ id: 'c', name: 'ask', arguments: ['{"a":1}'] }),
              expect.objectContaining({ role: 'user', content: ['and I'] }),
            ],
          },
        },
      ]);
    }
  });

  it('of AG-UI are meta events, each with all that it says', () => {
    const interrupts = [{ id: 'i1', reason: 'confirm', message: 'Sure?' }, { id: 'i2' }, { no: 1 }];
    const { metaEvents } = translate([{ ...FINISHED, outcome: { type: 'interrupt', interrupts } }]);
    expect(metaEvents.map(({ value }) => JSON.parse(String(value)))).toEqual(
      interrupts.slice(0, 2),
    );
  });
});

describe('failures', () => {
  it('end the answer with a code that clients know, told twice', () => {
    const { status, errors, messages } = translate([
      textStart('m'),
      textDelta('m', 'So f'),
      { type: 'RUN_ERROR', message: 'No key', code: 'AUTHENTICATION_ERROR' },
      ...textMessage('after', 'the end'),
    ]);
    const extensions = {
      code: 'AUTHENTICATION_ERROR',
      statusCode: 401,
      severity: 'critical',
      visibility: 'banner',
      originalErrorType: 'AUTHENTICATION_ERROR',
    };
    expect(status).toEqual({
      __typename: 'FailedResponseStatus',
      code: 'Failed',
      reason: 'UNKNOWN_ERROR',
      details: {
        description: 'No key',
        originalError: { message: 'No key', ...extensions, extensions },
      },
    });
    expect(errors).toEqual([{ message: 'No key', extensions }]);
    expect(messages).toEqual([
      expect.objectContaining({
        content: ['So f'],
        status: expect.objectContaining({ code: 'Failed' }),
      }),
    ]);
  });

  it.each([
    ['RUN_TIMEOUT', 'NETWORK_ERROR'],
    ['INCOMPLETE_STREAM', 'UNKNOWN'],
    ['constructor', 'UNKNOWN'],
    [undefined, 'UNKNOWN'],
  ])('with the code %s are %s', (code, expected) => {
    const { errors } = translate([{ type: 'RUN_ERROR', code }]);
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'The run failed',
        extensions: expect.objectContaining({ code: expected, visibility: 'banner' }),
      }),
    ]);
  });

  it('of the stream itself are told, too', () => {
    const { status, errors } = translate([textStart('m'), textDelta('m', 'So f')]);
    expect(status).toMatchObject({ code: 'Failed', reason: 'MESSAGE_STREAM_INTERRUPTED' });
    expect(errors).toHaveLength(1);
  });
});
