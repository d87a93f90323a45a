import { describe, expect, it } from '@jest/globals';
import type { Message as AguiMessage } from '@flightdeck/core';
import {
  ActionExecutionMessage,
  AgentStateMessage,
  ImageMessage,
  ResultMessage,
  TextMessage,
} from './message.js';
import { toAguiMessages } from './to-agui-messages.js';
import { toV1Messages } from './to-v1-messages.js';

const call = (id: string, args: string, name = 'search') => ({
  id,
  type: 'function' as const,
  function: { name, arguments: args },
});

const HISTORY: readonly AguiMessage[] = [
  { id: 's', role: 'system', content: 'Be brief' },
  {
    id: 'u',
    role: 'user',
    content: [
      { type: 'text', text: 'What is' },
      { type: 'text', text: 'this?' },
      { type: 'image', source: { type: 'data', value: 'QUJD', mimeType: 'image/png' } },
      { type: 'binary', mimeType: 'image/jpeg', data: 'REVG' },
      { type: 'binary', mimeType: 'application/pdf', data: 'R0hJ' },
      { type: 'image', source: { type: 'url', value: 'https://x.test/a.png' } },
    ],
  },
  { id: 'r', role: 'reasoning', content: 'Hm', encryptedValue: 'sealed' },
  {
    id: 'a',
    role: 'assistant',
    content: 'Let me look',
    toolCalls: [call('c1', '{"q": "x"}'), call('c2', '{"q": broken')],
    name: 'helper',
  },
  { id: 't1', role: 'tool', toolCallId: 'c1', content: 'found', error: 'partly' },
  { id: 't2', role: 'tool', toolCallId: 'c2', content: '' },
  { id: 'x', role: 'activity', activityType: 'steps', content: { done: 1 } },
];

/** A small generator of pseudo-random numbers, so that a failure names its seed. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed + 0x9e3779b9;
  return (below) => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    return ((state ^ (state >>> 15)) >>> 0) % below;
  };
}

const ARGUMENTS = ['{}', '{"a":1}', '{ "a" : [1, {"b":null}] }', '', '[1]', '{"a":', '"text"'];
const CONTENTS = ['', 'Hello', '{"json":true}', 'ünï 🙂'];

function randomMessages(seed: number): AguiMessage[] {
  const random = randomNumbers(seed);
  const pick = <T>(values: readonly T[]): T => values[random(values.length)] as T;
  const calls: string[] = [];
  return Array.from({ length: random(9) }, (_unused, index): AguiMessage => {
    const id = `m${index}`;
    switch (pick(['text', 'parts', 'calls', 'result', 'reasoning', 'activity'])) {
      case 'parts':
        return {
          id,
          role: 'user',
          content: Array.from({ length: random(4) }, () =>
            pick<unknown>([
              { type: 'text', text: pick(CONTENTS) },
              { type: 'binary', mimeType: 'image/png', data: 'QUJD', filename: 'a.png' },
              { type: 'image', source: { type: 'data', value: 'QUJD', mimeType: 'image/webp' } },
              { type: 'audio', source: { type: 'data', value: 'QUJD', mimeType: 'audio/wav' } },
            ]),
          ),
        };
      case 'calls': {
        const toolCalls = Array.from({ length: random(3) + 1 }, (_none, count) =>
          call(`${id}-c${count}`, pick(ARGUMENTS)),
        );
        calls.push(...toolCalls.map((made) => made.id));
        return {
          id,
          role: 'assistant',
          ...(random(2) ? { content: pick(CONTENTS) } : {}),
          toolCalls,
        };
      }
      case 'result':
        return {
          id,
          role: 'tool',
          toolCallId: pick(['unknown', ...calls]),
          content: pick(CONTENTS),
        };
      case 'reasoning':
        return { id, role: 'reasoning', content: pick(CONTENTS) };
      case 'activity':
        return { id, role: 'activity', activityType: 'a', content: { index } };
      default:
        return {
          id,
          role: pick(['user', 'assistant', 'system', 'developer']),
          content: pick(CONTENTS),
        };
    }
  });
}

describe('toV1Messages', () => {
  it('tells texts, images, calls with their arguments, and results with the name of their action', () => {
    const told = toV1Messages(HISTORY).map(
      ({ createdAt: _when, status: _status, ...rest }) => rest,
    );
    expect(told).toEqual([
      { type: 'TextMessage', id: 's', role: 'system', content: 'Be brief' },
      { type: 'TextMessage', id: 'u', role: 'user', content: 'What is\nthis?' },
      {
        type: 'ImageMessage',
        id: 'u-image-1',
        role: 'user',
        format: 'png',
        bytes: 'QUJD',
        parentMessageId: 'u',
      },
      {
        type: 'ImageMessage',
        id: 'u-image-2',
        role: 'user',
        format: 'jpeg',
        bytes: 'REVG',
        parentMessageId: 'u',
      },
      { type: 'TextMessage', id: 'a', role: 'assistant', content: 'Let me look' },
      {
        type: 'ActionExecutionMessage',
        id: 'c1',
        name: 'search',
        arguments: { q: 'x' },
        parentMessageId: 'a',
      },
      {
        type: 'ActionExecutionMessage',
        id: 'c2',
        name: 'search',
        arguments: {},
        parentMessageId: 'a',
      },
      {
        type: 'ResultMessage',
        id: 't1',
        actionExecutionId: 'c1',
        actionName: 'search',
        result: 'found',
      },
      {
        type: 'ResultMessage',
        id: 't2',
        actionExecutionId: 'c2',
        actionName: 'search',
        result: '',
      },
    ]);
  });
});

describe('toAguiMessages', () => {
  it('gives back the very messages that nobody has changed', () => {
    const back = toAguiMessages(toV1Messages(HISTORY));
    expect(back).toHaveLength(HISTORY.length);
    back.forEach((message, index) => expect(message).toBe(HISTORY[index]));
  });

  it('gives back random conversations, also what is reasoning, activity, or no JSON', () => {
    for (let seed = 0; seed < 500; seed += 1) {
      const messages = randomMessages(seed);
      const back = toAguiMessages(toV1Messages(messages));
      // One assertion for each would take most of the time.
      const same = back.length === messages.length && back.every((one, at) => one === messages[at]);
      if (!same) expect({ seed, back }).toEqual({ seed, back: messages });
    }
    expect(toAguiMessages(toV1Messages(randomMessages(3)))).toEqual(randomMessages(3));
  });

  it('puts changes where they belong, and keeps the rest of a message', () => {
    const messages = toV1Messages(HISTORY);
    for (const message of messages) {
      if (message.id === 'u' && message.isTextMessage()) message.content = 'What are these?';
      if (message.id === 'u-image-1' && message.isImageMessage()) message.bytes = 'WFla';
      if (message.id === 'c1' && message.isActionExecutionMessage()) message.arguments.q = 'y';
      if (message.id === 't1' && message.isResultMessage()) message.result = 'more';
    }
    const [system, user, reasoning, assistant, result, other] = toAguiMessages(messages);
    expect(system).toBe(HISTORY[0]);
    expect(user).toEqual({
      id: 'u',
      role: 'user',
      content: [
        { type: 'text', text: 'What are these?' },
        { type: 'image', source: { type: 'data', value: 'WFla', mimeType: 'image/png' } },
        { type: 'binary', mimeType: 'image/jpeg', data: 'REVG' },
        { type: 'binary', mimeType: 'application/pdf', data: 'R0hJ' },
        { type: 'image', source: { type: 'url', value: 'https://x.test/a.png' } },
      ],
    });
    expect(reasoning).toBe(HISTORY[2]);
    expect(assistant).toEqual({
      ...HISTORY[3],
      toolCalls: [call('c1', '{"q":"y"}'), call('c2', '{"q": broken')],
    });
    expect(result).toEqual({ ...HISTORY[4], content: 'more' });
    expect(other).toBe(HISTORY[5]);
  });

  it('leaves out what was taken away, and nothing else', () => {
    const without = (...ids: readonly string[]) =>
      toAguiMessages(toV1Messages(HISTORY).filter(({ id }) => !ids.includes(id)));
    expect(without('a')[3]).toEqual({
      id: 'a',
      role: 'assistant',
      name: 'helper',
      toolCalls: HISTORY[3]?.toolCalls,
    });
    expect(without('c1', 'c2')[3]).toEqual({
      id: 'a',
      role: 'assistant',
      name: 'helper',
      content: 'Let me look',
    });
    const parts = without('u')[1]?.content as readonly { type: string }[];
    expect(parts.map(({ type }) => type)).toEqual(['image', 'binary', 'binary', 'image']);
    expect(without('a', 'c1', 'c2').map(({ id }) => id)).toEqual(['s', 'u', 't1', 't2', 'x']);
  });

  it('makes messages of those of others, with calls in the message that they name', () => {
    const messages = [
      new TextMessage({ id: 'u', role: 'user', content: 'Hello' }),
      new ImageMessage({
        id: 'i',
        role: 'user',
        format: 'png',
        bytes: 'QUJD',
        parentMessageId: 'u',
      }),
      new TextMessage({ id: 'a', role: 'assistant', content: 'Hi' }),
      new ActionExecutionMessage({
        id: 'c1',
        name: 'f',
        arguments: { a: 1 },
        parentMessageId: 'a',
      }),
      new ActionExecutionMessage({
        id: 'c2',
        name: 'g',
        arguments: '{"a" :',
        parentMessageId: 'a',
      }),
      new ResultMessage({ id: 'r1', actionExecutionId: 'c1', actionName: 'f', result: 'one' }),
      new ActionExecutionMessage({ id: 'c3', name: 'h', arguments: {} }),
      new ActionExecutionMessage({ id: 'c4', name: 'h', arguments: {}, parentMessageId: 'gone' }),
      new ActionExecutionMessage({ id: 'c5', name: 'h', arguments: {}, parentMessageId: 'u' }),
      new AgentStateMessage({
        threadId: 't',
        agentName: 'x',
        nodeName: '',
        runId: 'r',
        active: true,
        role: 'assistant',
        state: {},
        running: true,
      }),
      new ImageMessage({ id: 'j', role: 'user', format: 'image/webp', bytes: 'REVG' }),
    ];
    expect(toAguiMessages(messages)).toEqual([
      {
        id: 'u',
        role: 'user',
        content: [
          { type: 'text', text: 'Hello' },
          { type: 'image', source: { type: 'data', value: 'QUJD', mimeType: 'image/png' } },
        ],
      },
      {
        id: 'a',
        role: 'assistant',
        content: 'Hi',
        toolCalls: [call('c1', '{"a":1}', 'f'), call('c2', '{"a" :', 'g')],
      },
      { id: 'r1', role: 'tool', toolCallId: 'c1', content: 'one' },
      { id: 'c3', role: 'assistant', toolCalls: [call('c3', '{}', 'h')] },
      { id: 'gone', role: 'assistant', toolCalls: [call('c4', '{}', 'h')] },
      { id: 'c5', role: 'assistant', toolCalls: [call('c5', '{}', 'h')] },
      {
        id: 'j',
        role: 'user',
        content: [
          { type: 'image', source: { type: 'data', value: 'REVG', mimeType: 'image/webp' } },
        ],
      },
    ]);
  });
});

describe('ResultMessage', () => {
  it.each([
    ['text', 'text'],
    [undefined, ''],
    [null, 'null'],
    [{ a: 1 }, '{"a":1}'],
    [() => 1, ''],
  ])('encodes %p as %p', (result, text) => {
    expect(ResultMessage.encodeResult(result)).toBe(text);
  });

  it('tells errors beside results, and reads them back', () => {
    const error = { code: 'HANDLER_ERROR', message: 'No' };
    const text = ResultMessage.encodeResult(undefined, error);
    expect(text).toBe('{"error":{"code":"HANDLER_ERROR","message":"No"},"result":""}');
    expect(ResultMessage.decodeResult(text)).toEqual({ error, result: '' });
    expect(ResultMessage.decodeResult(ResultMessage.encodeResult({ a: 1 }, 'No'))).toEqual({
      error: { code: 'ERROR', message: 'No' },
      result: '{"a":1}',
    });
    expect(JSON.parse(ResultMessage.encodeResult('x', new Error('No')))).toEqual({
      error: { code: 'ERROR', message: 'No' },
      result: 'x',
    });
  });

  it.each(['', 'text', '{"a":1}', '[1]', '{"error":3}', '{"error":'])(
    'takes %p for a result, whatever it is',
    (text) => {
      expect(ResultMessage.decodeResult(text)).toEqual({ result: text });
    },
  );
});
