import { createRecordingLogger } from '../../test/support/recording-logger.js';
import type { AguiMessage } from './agui-message.js';
import { parseMessages } from './parse-messages.js';

function parse(...values: readonly unknown[]): AguiMessage[] {
  return parseMessages(values, createRecordingLogger());
}

const CALL = { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"a":1}' } };

describe('messages of a request', () => {
  it.each<[title: string, value: unknown, expected: unknown]>([
    [
      'a system message',
      { id: '1', role: 'system', content: 'S' },
      { id: '1', role: 'system', content: 'S' },
    ],
    [
      'a developer message',
      { id: '1', role: 'developer', content: 'D' },
      { id: '1', role: 'developer', content: 'D' },
    ],
    [
      'a named user message',
      { id: '1', role: 'user', name: 'Ann', content: 'U' },
      { id: '1', role: 'user', name: 'Ann', content: 'U' },
    ],
    [
      'a user message without content',
      { id: '1', role: 'user' },
      { id: '1', role: 'user', content: '' },
    ],
    [
      'a numeric id',
      { id: 1, role: 'user', content: 'U' },
      { id: '1', role: 'user', content: 'U' },
    ],
    [
      'a missing id',
      { role: 'user', content: 'U' },
      { id: 'message-0', role: 'user', content: 'U' },
    ],
    [
      'an assistant message with content null',
      { id: '1', role: 'assistant', content: null },
      { id: '1', role: 'assistant' },
    ],
    [
      'an assistant message of parts',
      {
        id: '1',
        role: 'assistant',
        content: [
          { type: 'text', text: 'A' },
          { type: 'text', text: 'B' },
        ],
      },
      { id: '1', role: 'assistant', content: 'A\nB' },
    ],
    [
      'tool calls',
      { id: '1', role: 'assistant', toolCalls: [CALL] },
      { id: '1', role: 'assistant', toolCalls: [CALL] },
    ],
    [
      'arguments that are an object',
      {
        id: '1',
        role: 'assistant',
        toolCalls: [{ ...CALL, function: { name: 'weather', arguments: { a: 1 } } }],
      },
      { id: '1', role: 'assistant', toolCalls: [CALL] },
    ],
    [
      'encrypted values',
      {
        id: '1',
        role: 'assistant',
        encryptedValue: 'e',
        toolCalls: [{ ...CALL, encryptedValue: 'f' }],
      },
      {
        id: '1',
        role: 'assistant',
        encryptedValue: 'e',
        toolCalls: [{ ...CALL, encryptedValue: 'f' }],
      },
    ],
    [
      'a call that the provider ran',
      {
        id: '1',
        role: 'assistant',
        toolCalls: [{ ...CALL, metadata: { providerExecuted: true } }],
      },
      { id: '1', role: 'assistant', toolCalls: [{ ...CALL, providerExecuted: true }] },
    ],
    [
      'a tool message',
      { id: '1', role: 'tool', toolCallId: 'c1', content: 'R', error: 'E' },
      { id: '1', role: 'tool', toolCallId: 'c1', content: 'R', error: 'E' },
    ],
    [
      'a tool message with an object',
      { id: '1', role: 'tool', toolCallId: 'c1', content: { a: 1 } },
      { id: '1', role: 'tool', toolCallId: 'c1', content: '{"a":1}' },
    ],
    [
      'a reasoning message',
      { id: '1', role: 'reasoning', content: 'R', encryptedValue: 'e' },
      { id: '1', role: 'reasoning', content: 'R', encryptedValue: 'e' },
    ],
    [
      'an activity',
      { id: '1', role: 'activity', activityType: 'a2ui', content: { a: 1 } },
      { id: '1', role: 'activity' },
    ],
  ])('may be %s [history.versions]', (_, value, expected) => {
    expect(parse(value)).toEqual([expected]);
  });

  it.each<[title: string, part: unknown, expected: unknown]>([
    ['text', { type: 'text', text: 'T', id: 'p1' }, { type: 'text', text: 'T' }],
    ['a bare text', 'T', { type: 'text', text: 'T' }],
    [
      'data',
      { type: 'image', source: { type: 'data', value: 'aGk=', mimeType: 'image/png' } },
      { type: 'image', source: { type: 'data', value: 'aGk=', mimeType: 'image/png' } },
    ],
    [
      'data without a type',
      { type: 'audio', source: { type: 'data', value: 'aGk=' } },
      {
        type: 'audio',
        source: { type: 'data', value: 'aGk=', mimeType: 'application/octet-stream' },
      },
    ],
    [
      'a URL',
      {
        type: 'document',
        source: { type: 'url', value: 'https://a.example/b' },
        metadata: { filename: 'b.pdf' },
      },
      {
        type: 'document',
        source: { type: 'url', value: 'https://a.example/b' },
        filename: 'b.pdf',
      },
    ],
    [
      "a provider's file",
      { type: 'video', source: { type: 'file', value: 'file-1', provider: 'openai' } },
      { type: 'video', source: { type: 'file', value: 'file-1', provider: 'openai' } },
    ],
    [
      'legacy binary data',
      { type: 'binary', mimeType: 'image/png', data: 'aGk=', filename: 'a.png' },
      { type: 'binary', mimeType: 'image/png', data: 'aGk=', filename: 'a.png' },
    ],
    [
      'a legacy binary URL',
      { type: 'binary', mimeType: 'image/png', url: 'https://a.example' },
      { type: 'binary', mimeType: 'image/png', url: 'https://a.example' },
    ],
  ])('may have a part that is %s [history.versions]', (_, part, expected) => {
    expect(parse({ id: '1', role: 'user', content: [part] })).toEqual([
      { id: '1', role: 'user', content: [expected] },
    ]);
    expect(parse({ id: '1', role: 'tool', toolCallId: 'c', content: [part] })).toEqual([
      { id: '1', role: 'tool', toolCallId: 'c', content: [expected] },
    ]);
  });

  it.each<[title: string, part: unknown]>([
    ['an unknown type', { type: 'hologram', secret: 'SECRET' }],
    ['no source', { type: 'image', secret: 'SECRET' }],
    ['an unknown source', { type: 'image', source: { type: 'cloud', value: 'SECRET' } }],
    ['an empty source', { type: 'image', source: { type: 'url', value: '' } }],
    ['neither data nor URL', { type: 'binary', mimeType: 'image/png', id: 'SECRET' }],
    ['null', null],
  ])('lose a part with %s, with one line and no contents', (_, part) => {
    const logger = createRecordingLogger();
    const messages = parseMessages([{ id: '1', role: 'user', content: [part] }], logger);
    expect(messages).toEqual([{ id: '1', role: 'user', content: [] }]);
    expect(logger.lines).toHaveLength(1);
    expect(JSON.stringify(logger.lines)).not.toContain('SECRET');
  });

  it.each<[title: string, value: unknown]>([
    ['an unknown role', { id: '1', role: 'oracle', content: 'SECRET' }],
    ['no role', { id: '1', content: 'SECRET' }],
    ['a result of no call', { id: '1', role: 'tool', content: 'SECRET' }],
    ['null', null],
    ['a text', 'SECRET'],
    ['a list', [['SECRET']]],
  ])('are left out for %s, with one line and no contents', (_, value) => {
    const logger = createRecordingLogger();
    expect(parseMessages([value, { id: '2', role: 'user', content: 'U' }], logger)).toEqual([
      { id: '2', role: 'user', content: 'U' },
    ]);
    expect(logger.lines).toHaveLength(1);
    expect(JSON.stringify(logger.lines)).not.toContain('SECRET');
  });

  it('lose a call that cannot be answered, and keep the others', () => {
    const calls = [null, {}, { id: '', function: {} }, { id: 'c0' }, CALL];
    expect(parse({ id: '1', role: 'assistant', toolCalls: calls })).toEqual([
      { id: '1', role: 'assistant', toolCalls: [CALL] },
    ]);
  });

  it.each([undefined, null, {}, 'text', 7])('are none in %j', (value) => {
    expect(parseMessages(value, createRecordingLogger())).toEqual([]);
  });
});
