import { describe, expect, it } from '@jest/globals';
import { contentAsText, portableMessage } from './portable-message.js';

const image = { type: 'image', source: { type: 'url', value: 'https://x' }, metadata: { a: 1 } };

describe('portableMessage', () => {
  it.each([
    { id: '1', role: 'user', content: 'x', future: { a: 1 } },
    { id: '1', role: 'user', content: [{ type: 'text', text: 'x' }, image] },
    { id: '1', role: 'user', content: [{ type: 'binary', mimeType: 'a/b', data: 'AA' }] },
    { id: '1', role: 'assistant' },
    {
      id: '1',
      role: 'assistant',
      content: '',
      toolCalls: [{ id: 'c', type: 'function', function: { name: 'n', arguments: '' }, extra: 1 }],
    },
    { id: '1', role: 'tool', toolCallId: 'c', content: 'x', error: 'e' },
    { id: '1', role: 'activity', activityType: 'a', content: {} },
    { id: '1', role: 'reasoning', content: 'x', encryptedValue: 'e', subagentRunId: 's' },
  ])('is the same object if all clients accept it: %j', (message) => {
    expect(portableMessage(message)).toBe(message);
  });

  it.each([
    null,
    'x',
    {},
    { id: 1, role: 'user', content: 'x' },
    { id: '1', role: 'wizard', content: 'x' },
    { id: '1', role: 'user', content: { a: 1 } },
    { id: '1', role: 'tool', content: 'no call' },
    { id: '1', role: 'activity', activityType: 'a', content: [] },
  ])('is nothing if no client could take it: %j', (message) => {
    expect(portableMessage(message)).toBeNull();
  });

  it.each<[object, object]>([
    [
      { id: '1', role: 'assistant', content: null, name: null, metadata: null },
      { id: '1', role: 'assistant' },
    ],
    [
      {
        id: '1',
        role: 'assistant',
        toolCalls: [{ id: 'c', function: { name: 'n', arguments: { a: 1 } } }, {}],
      },
      {
        id: '1',
        role: 'assistant',
        toolCalls: [{ id: 'c', type: 'function', function: { name: 'n', arguments: '{"a":1}' } }],
      },
    ],
    [
      { id: '1', role: 'user', content: [{ type: 'text' }, { type: 'hologram' }, image, 7] },
      { id: '1', role: 'user', content: [image] },
    ],
    [
      { id: '1', role: 'system', content: [{ type: 'text', text: 'a' }] },
      { id: '1', role: 'system', content: 'a' },
    ],
  ])('is mended otherwise: %j', (message, mended) => {
    const before = structuredClone(message);
    expect(portableMessage(message)).toEqual(mended);
    expect(message).toEqual(before);
  });
});

describe('contentAsText', () => {
  it('joins the text parts, or else writes JSON', () => {
    expect(contentAsText('x')).toBe('x');
    expect(contentAsText(null)).toBe('');
    expect(contentAsText([{ type: 'text', text: 'a' }, image, { type: 'text', text: 'b' }])).toBe(
      'ab',
    );
    expect(contentAsText([image])).toBe(JSON.stringify([image]));
    expect(contentAsText({ a: 1n })).toBe('');
  });
});
