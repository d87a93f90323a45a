import type { ProviderOptions } from '../model/prompt.js';
import { toBase64Url } from '../model/base64.js';
import { MAX_ENVELOPE_LENGTH, openMetadata, sealMetadata } from './envelope.js';

const METADATA = { openai: { itemId: 'rs_1', reasoningEncryptedContent: 'gAAA=' } };

function forged(json: string, head = 'v1:openai:'): string {
  return head + toBase64Url(new TextEncoder().encode(json));
}

describe('the envelope of provider metadata', () => {
  it('gives back what was sealed, for the same family of providers', () => {
    const value = sealMetadata('openai.responses', METADATA);
    expect(value).toMatch(/^v1:openai:[\w-]+$/);
    expect(openMetadata(value, 'openai.chat')).toEqual(METADATA);
    expect(openMetadata(value, 'openai')).toEqual(METADATA);
  });

  it.each(['anthropic.messages', 'openai-compatible', 'open', ''])(
    'gives nothing to another family: %j [history.metadata]',
    (provider) => {
      expect(openMetadata(sealMetadata('openai.responses', METADATA), provider)).toBeNull();
    },
  );

  it.each([
    ['Anthropic', 'anthropic.messages', { anthropic: { signature: 'ErUB+/==' } }],
    ['redacted thinking', 'anthropic.messages', { anthropic: { redactedData: 'ErUB' } }],
    ['Gemini', 'google.generative-ai', { google: { thoughtSignature: 'CiQB' } }],
    ['letters beyond ASCII', 'openai', { openai: { note: 'Grüße 👋' } }],
    ['a provider with an odd name', 'My Gateway: v2.chat', { 'My Gateway': { a: 1 } }],
    ['200 kB', 'openai', { openai: { reasoningEncryptedContent: 'x'.repeat(200_000) } }],
  ] satisfies [string, string, ProviderOptions][])('carries %s', (_, provider, metadata) => {
    expect(openMetadata(sealMetadata(provider, metadata), provider)).toEqual(metadata);
  });

  it('works where there is no Buffer', () => {
    const { Buffer: original } = globalThis;
    Reflect.deleteProperty(globalThis, 'Buffer');
    try {
      expect(openMetadata(sealMetadata('openai', METADATA), 'openai')).toEqual(METADATA);
    } finally {
      globalThis.Buffer = original;
    }
  });

  it.each([
    ['nothing', undefined],
    ['a number', 7],
    ['an object', { v1: true }],
    ['an empty text', ''],
    ["a provider's own opaque text", 'gAAAAABo'],
    ['a head alone', 'v1:openai:'],
    ['another version', forged(JSON.stringify(METADATA), 'v2:openai:')],
    ['no base64', 'v1:openai:***'],
    ['bytes that are no text', `v1:openai:${toBase64Url(new Uint8Array([0xff, 0xfe]))}`],
    ['no JSON', forged('{')],
    ['a list', forged('[]')],
    ['null', forged('null')],
    ['a provider without a record', forged('{"openai":"itemId"}')],
    ['a list for a provider', forged('{"openai":[1]}')],
    ['a prototype at the top', forged('{"__proto__":{"a":1}}')],
    ['a prototype within', forged('{"openai":{"a":{"__proto__":{"b":1}}}}')],
    ['a constructor', forged('{"openai":{"constructor":{"prototype":{}}}}')],
    ['deep nesting', forged(`{"openai":{"a":${'['.repeat(50)}${']'.repeat(50)}}}`)],
    ['very deep nesting', forged(`{"openai":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`)],
    ['too much', forged(JSON.stringify({ openai: { a: 'x'.repeat(MAX_ENVELOPE_LENGTH) } }))],
  ])('is null for %s', (_, value) => {
    expect(openMetadata(value, 'openai.responses')).toBeNull();
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });

  it('seals what JSON cannot hold without failing', () => {
    const odd: Record<string, unknown> = { big: 7n, missing: undefined };
    odd['self'] = odd;
    const opened = openMetadata(sealMetadata('openai', { openai: odd }), 'openai');
    expect(opened).toEqual({ openai: { big: '7', self: '[Circular]' } });
  });
});
