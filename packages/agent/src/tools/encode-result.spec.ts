import { encodeResult, type EncodeOptions } from './encode-result.js';

const OPTIONS: EncodeOptions = { toolName: 'report', shape: 'value', maxBytes: 1000 };
const encode = (result: unknown, options: Partial<EncodeOptions> = {}) =>
  encodeResult(result, { ...OPTIONS, ...options });

const cycle: Record<string, unknown> = { name: 'loop' };
cycle.self = { again: cycle };
const selfish = new Map<string, unknown>();
selfish.set('me', selfish);
const shared = { n: 1 };
const thrower = {
  get secret(): never {
    throw new Error('no');
  },
};
function deep(levels: number): unknown {
  let value: unknown = 'bottom';
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

describe('encodeResult', () => {
  it.each([
    ['undefined', undefined, 'null'],
    ['null', null, 'null'],
    ['a number', 7, '7'],
    ['no number', Number.NaN, 'null'],
    ['a boolean', false, 'false'],
    ['a big integer', 12345678901234567890n, '"12345678901234567890"'],
    ['big integers within', { ids: [1n, 2n] }, '{"ids":["1","2"]}'],
    ['a symbol', Symbol('x'), 'null'],
    ['a function', () => 1, 'null'],
    ['an object', { a: 1, b: undefined }, '{"a":1}'],
    ['a cycle', cycle, '{"name":"loop","self":{"again":"[Circular]"}}'],
    ['a map that holds itself', selfish, '{"me":"[Circular]"}'],
    ['the same value twice', { a: shared, b: shared }, '{"a":{"n":1},"b":{"n":1}}'],
    ['a map of names', new Map([['a', 1n]]), '{"a":"1"}'],
    ['a map of other keys', new Map([[1, 'a']]), '[[1,"a"]]'],
    ['a set', new Set(['a', new Set(['b'])]), '["a",["b"]]'],
    ['an error', new TypeError('wrong'), '{"name":"TypeError","message":"wrong"}'],
    ['a date', new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ['a date that is none', new Date(Number.NaN), 'null'],
    ['bytes', new Uint8Array([1, 2, 3]), '"AQID"'],
    ['bytes of Node', { file: Buffer.from('abc') }, '{"file":"YWJj"}'],
    ['a vector', new Float32Array([0.5, 1]), '[0.5,1]'],
    ['a getter that throws', thrower, '[Unserializable tool result from report]'],
    ['a deep nest', deep(100_000), '[Unserializable tool result from report]'],
  ])('tells %s [agent.tools-results]', (_case, result, content) => {
    expect(encode(result).content).toBe(content);
  });

  it('tells a proxy that throws wherever it is touched', () => {
    const trap = (): never => {
      throw new Error('do not touch');
    };
    const proxy = new Proxy({}, { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap });
    expect(encode(proxy).content).toBe('[Unserializable tool result from report]');
  });

  it('leaves a text as it is, without quotes', () => {
    expect(encode('say "hi"')).toEqual({
      content: 'say "hi"',
      output: { type: 'text', value: 'say "hi"' },
    });
  });

  it('gives the model values of JSON only', () => {
    expect(encode({ at: new Date(0), n: 1n }).output).toEqual({
      type: 'json',
      value: { at: '1970-01-01T00:00:00.000Z', n: '1' },
    });
  });

  it.each([
    ['a text', 'ä'.repeat(40)],
    ['JSON', { text: 'ä'.repeat(40) }],
    ['content', { type: 'content', value: [{ type: 'text', text: 'ä'.repeat(40) }] }],
  ])('cuts %s that is too long, at a whole character, and says so', (_case, result) => {
    const { content, output } = encode(result, { maxBytes: 31 });
    const [kept = '', note] = content.split('\n');
    expect(new TextEncoder().encode(kept).length).toBeLessThanOrEqual(31);
    expect(kept).toMatch(/ä$/);
    expect(note).toBe('[The result is too long: only its first 31 bytes are given]');
    expect(output).toEqual({ type: 'text', value: content });
  });

  it('does not cut what just fits', () => {
    expect(encode('ä'.repeat(10), { maxBytes: 20 }).content).toBe('ä'.repeat(10));
  });

  it('gives files to the model, and the browser the texts', () => {
    const file = { type: 'file', mediaType: 'image/png', data: 'AQID' } as const;
    const text = { type: 'text', text: 'A cat' } as const;
    expect(encode({ type: 'content', value: [text, file] })).toEqual({
      content: 'A cat',
      output: { type: 'content', value: [text, file] },
    });
    expect(encode({ type: 'content', value: [file] }).content).toBe('image/png');
  });

  it('takes a value that only looks like content as a value', () => {
    const result = { type: 'content', value: [{ type: 'text' }] };
    expect(encode(result).output).toEqual({ type: 'json', value: result });
  });

  it.each([
    [
      'the texts, joined',
      {
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
      'a\nb',
    ],
    [
      'JSON without texts',
      { content: [], structuredContent: { n: 1 } },
      '{"content":[],"structuredContent":{"n":1}}',
    ],
  ])('tells of an MCP answer %s', (_case, envelope, content) => {
    expect(encode(envelope, { shape: 'envelope' }).content).toBe(content);
  });

  it('gives the model the images of an MCP answer', () => {
    const envelope = {
      content: [
        { type: 'image', data: 'AQID', mimeType: 'image/png' },
        { type: 'text', text: 'A cat' },
      ],
    };
    expect(encode(envelope, { shape: 'envelope' })).toEqual({
      content: 'A cat',
      output: {
        type: 'content',
        value: [
          { type: 'text', text: 'A cat' },
          { type: 'file', mediaType: 'image/png', data: 'AQID' },
        ],
      },
    });
  });

  it('tells an MCP answer that is an error as a failure', () => {
    const envelope = { content: [{ type: 'text', text: 'no such file' }], isError: true };
    expect(encode(envelope, { shape: 'envelope' })).toMatchObject({
      content: '{"error":{"code":"tool_failed","message":"no such file"}}',
      error: { code: 'tool_failed', message: 'no such file' },
    });
  });

  it('takes the same of a tool of the server as a value', () => {
    const result = { content: [{ type: 'text', text: 'a' }] };
    expect(encode(result).content).toBe(JSON.stringify(result));
  });
});
