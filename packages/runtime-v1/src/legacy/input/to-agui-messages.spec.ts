import { describe, expect, it } from '@jest/globals';
import type { Message } from '@flightdeck/core';
import { toLegacyHistory } from '../output/legacy-history.js';
import { FieldReader } from './field-reader.js';
import { readLegacyMessage } from './legacy-message.js';
import { toAguiMessages } from './to-agui-messages.js';

function convert(...messages: object[]): Message[] {
  return toAguiMessages(
    messages.flatMap((message, index) => {
      const path = `messages[${index}]`;
      return readLegacyMessage(new FieldReader({ id: `m${index}`, ...message }, path), path) ?? [];
    }),
  );
}

const text = (role: string, content: string): object => ({ textMessage: { role, content } });

describe('the history of an old client', () => {
  it('is told in the roles of today', () => {
    expect(convert(text('user', 'a'), text('assistant', 'b'), text('developer', 'c'))).toEqual([
      { id: 'm0', role: 'user', content: 'a' },
      { id: 'm1', role: 'assistant', content: 'b' },
      { id: 'm2', role: 'developer', content: 'c' },
    ]);
  });

  it('has its instructions, new with each request, under one id', () => {
    const [first] = convert({ id: 'ck-1', ...text('system', 'Be kind') }, text('user', 'a'));
    const [second] = convert({ id: 'ck-2', ...text('system', 'Be kind') }, text('user', 'a'));
    expect(first).toEqual({ id: 'v1-system', role: 'system', content: 'Be kind' });
    expect(second?.id).toBe('v1-system');
  });

  it('keeps other system messages, but not an earlier copy of the instructions', () => {
    const messages = convert(
      text('system', 'new'),
      { id: 'v1-system', ...text('system', 'old') },
      { id: 's', ...text('system', 'note') },
    );
    expect(messages.map(({ id, content }) => [id, content])).toEqual([
      ['v1-system', 'new'],
      ['s', 'note'],
    ]);
  });

  it('has calls in the message that made them', () => {
    const call = { name: 'paint', arguments: '{"a":1}' };
    expect(
      convert(
        { id: 'p', ...text('assistant', 'Painting') },
        { id: 'c1', actionExecutionMessage: { ...call, parentMessageId: 'p' } },
        { id: 'c2~in~p', actionExecutionMessage: { ...call, parentMessageId: null } },
        { id: 'c3~in~q', actionExecutionMessage: { ...call, parentMessageId: 'c3~in~q' } },
        { id: 'c4', actionExecutionMessage: call },
        {
          id: 'r',
          resultMessage: { actionExecutionId: 'c3~in~q', actionName: 'paint', result: 'ok' },
        },
      ),
    ).toEqual([
      {
        id: 'p',
        role: 'assistant',
        content: 'Painting',
        toolCalls: ['c1', 'c2'].map((id) => ({
          id,
          type: 'function',
          function: { name: 'paint', arguments: '{"a":1}' },
        })),
      },
      expect.objectContaining({ id: 'q', toolCalls: [expect.objectContaining({ id: 'c3' })] }),
      expect.objectContaining({ id: 'c4', toolCalls: [expect.objectContaining({ id: 'c4' })] }),
      { id: 'r', role: 'tool', content: 'ok', toolCallId: 'c3' },
    ]);
  });

  it('has the empty text of 1.10 before a call, which nobody has said, left out', () => {
    const messages = convert(
      { id: 'c', ...text('assistant', '') },
      { id: 'c', actionExecutionMessage: { name: 'x', arguments: {}, parentMessageId: 'c' } },
    );
    expect(messages).toEqual([
      {
        id: 'c',
        role: 'assistant',
        toolCalls: [{ id: 'c', type: 'function', function: { name: 'x', arguments: '{}' } }],
      },
    ]);
  });

  it('has images of the user as parts, and leaves out those of the assistant', () => {
    const image = { format: 'png', bytes: 'AAAA' };
    expect(
      convert(
        { imageMessage: { ...image, role: 'user' } },
        { imageMessage: { ...image, role: 'assistant' } },
      ),
    ).toEqual([
      {
        id: 'm0',
        role: 'user',
        content: [
          { type: 'image', source: { type: 'data', value: 'AAAA', mimeType: 'image/png' } },
        ],
      },
    ]);
  });

  it('leaves out what agents have said of their state', () => {
    expect(convert({ agentStateMessage: { state: '{}', agentName: 'a' } })).toEqual([]);
  });

  it('is what a thread holds, once it has been loaded and sent back', () => {
    const image = { type: 'image', source: { type: 'data', value: 'AAAA', mimeType: 'image/png' } };
    const thread: Message[] = [
      { id: 'u', role: 'user', content: [{ type: 'text', text: 'Look' }, image] },
      {
        id: 'a',
        role: 'assistant',
        content: 'Looking',
        toolCalls: [
          { id: 'c1', type: 'function', function: { name: 'see', arguments: '{"a":1}' } },
          { id: 'c2', type: 'function', function: { name: 'see', arguments: '{}' } },
        ],
      },
      { id: 'r1', role: 'tool', content: 'a cat', toolCallId: 'c1' },
      { id: 'r2', role: 'tool', content: 'a dog', toolCallId: 'c2' },
      { id: 'b', role: 'assistant', content: 'A cat and a dog' },
    ];
    const loaded = toLegacyHistory(thread);
    const sent = loaded.map(({ id, role, content, name, arguments: args, ...rest }) => {
      if (content !== undefined) return { id, textMessage: { role, content } };
      if (name !== undefined)
        return { id, actionExecutionMessage: { name, arguments: JSON.stringify(args) } };
      return 'bytes' in rest
        ? { id, imageMessage: { role, ...rest } }
        : { id, resultMessage: rest };
    });
    expect(convert(...sent)).toEqual(thread);
    expect(new Set(loaded.map(({ id }) => id)).size).toBe(loaded.length);
  });

  it.each([
    [{ textMessage: { role: 'tool', content: 'a' } }, 'messages[0].textMessage.role'],
    [{ textMessage: { role: 'user', content: 7 } }, 'messages[0].textMessage.content'],
    [{ textMessage: 'a' }, 'messages[0].textMessage: expected an object'],
    [{ id: 7, textMessage: {} }, 'messages[0].id'],
    [{ actionExecutionMessage: {} }, 'messages[0].actionExecutionMessage.name'],
    [{ resultMessage: {} }, 'messages[0].resultMessage.actionExecutionId'],
    [{ imageMessage: { role: 'user' } }, 'messages[0].imageMessage.format'],
    [{}, 'messages[0]: expected a message of a known kind'],
  ])('is refused with the place of what is wrong: %j', (message, place) => {
    expect(() => convert(message)).toThrow(place);
  });
});
