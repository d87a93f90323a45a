import { describe, expect, it } from '@jest/globals';

import { estimateTokens, estimateToolTokens } from './estimate-tokens.js';
import type { FilePart } from './prompt.js';

function ofFile(mediaType: string, data: FilePart['data']): number {
  return estimateTokens({ role: 'user', content: [{ type: 'file', mediaType, data }] });
}

describe('estimateTokens', () => {
  it('takes four characters for a token', () => {
    expect(estimateTokens({ role: 'system', content: 'x'.repeat(9) })).toBe(3);
    expect(
      estimateTokens({
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'x'.repeat(8) },
          { type: 'text', text: 'x'.repeat(4) },
        ],
      }),
    ).toBe(3);
  });

  it('counts calls and results by their JSON', () => {
    const call = { toolCallId: 'c', toolName: 'find' } as const;
    expect(
      estimateTokens({
        role: 'assistant',
        content: [{ type: 'tool-call', ...call, input: { a: 1, b: 22 } }],
      }),
    ).toBe(Math.ceil('find{"a":1,"b":22}'.length / 4));
    expect(
      estimateTokens({
        role: 'tool',
        content: [
          { type: 'tool-result', ...call, output: { type: 'json', value: ['x'.repeat(4)] } },
          { type: 'tool-result', ...call, output: { type: 'error-text', value: 'x'.repeat(4) } },
          {
            type: 'tool-result',
            ...call,
            output: {
              type: 'content',
              value: [
                { type: 'text', text: 'x'.repeat(4) },
                { type: 'file', mediaType: 'image/png', data: new Uint8Array(9) },
              ],
            },
          },
        ],
      }),
    ).toBe(2 + 1 + 1 + 1000);
  });

  it.each([
    ['an image', 'image/png', new Uint8Array(9_000_000), 1000],
    ['a text', 'text/plain', new Uint8Array(4000), 1000],
    ['a short text in base64', 'text/csv', 'A'.repeat(16), 3],
    ['a document', 'application/pdf', new Uint8Array(320_000), 10_000],
    ['a small document', 'application/pdf', new Uint8Array(32), 1000],
    ['what the provider fetches', 'application/pdf', new URL('https://example.com/a.pdf'), 1000],
    ['what the provider has', 'application/pdf', { reference: 'file-1' }, 1000],
  ])('counts %s by its own rule', (_, mediaType, data, tokens) => {
    expect(ofFile(mediaType, data)).toBe(tokens);
  });

  it('counts the definitions of tools', () => {
    const tools = [{ name: 'find', inputSchema: {} }];
    expect(estimateToolTokens(tools)).toBe(Math.ceil(JSON.stringify(tools).length / 4));
  });
});
