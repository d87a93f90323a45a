import { describe, expect, it } from '@jest/globals';
import { parsePartialJson } from './partial-json.js';

describe('the beginning of a JSON text', () => {
  it.each([
    ['', undefined],
    ['   ', undefined],
    ['{', {}],
    ['{"te', {}],
    ['{"text"', {}],
    ['{"text":', {}],
    ['{"text":"Hel', { text: 'Hel' }],
    ['{"text":"a\\', { text: 'a' }],
    ['{"text":"a\\u00', { text: 'a' }],
    ['{"text":"a\\\\', { text: 'a\\' }],
    ['{"text":"a\\\\\\', { text: 'a\\' }],
    ['{"text":"\\\\u12', { text: '\\u12' }],
    ['{"text":"', { text: '' }],
    ['{"text":""', { text: '' }],
    ['{"text":"a\\u00e4', { text: 'aä' }],
    ['{"a":1,"b":tr', { a: 1 }],
    ['{"a":12', { a: 12 }],
    ['{"a":-', {}],
    ['{"steps":[{"do":"this"},{"do":"th', { steps: [{ do: 'this' }, { do: 'th' }] }],
    ['{"a":[1,2', { a: [1, 2] }],
    ['{"a":{"b":null},', { a: { b: null } }],
    ['{"a":1 "b":2}', { a: 1 }],
    ['nonsense', undefined],
  ])('says of %j what it says so far', (text, value) => {
    expect(parsePartialJson(text)).toEqual(value);
  });

  it('says of every whole text what JSON says', () => {
    const value = { a: [1, 'ä"\\\n', { b: null, c: true }], __proto: 2, '': [[], {}] };
    expect(parsePartialJson(JSON.stringify(value))).toEqual(value);
    expect(parsePartialJson(JSON.stringify(value, null, 2))).toEqual(value);
  });

  it('says something of every part of a text, and never throws', () => {
    const text = JSON.stringify({ a: [1, 'ä"\\\u0001', { b: null, c: true }], d: -1.5e3 });
    for (let end = 0; end <= text.length; end += 1) {
      expect(() => parsePartialJson(text.slice(0, end))).not.toThrow();
    }
  });

  it('gives up on what nests too deeply, and makes __proto__ a key like any other', () => {
    expect(() => parsePartialJson('['.repeat(100_000))).not.toThrow();
    const parsed = parsePartialJson('{"__proto__":{"x":1}') as object;
    expect(Object.keys(parsed)).toEqual(['__proto__']);
    expect('x' in parsed).toBe(false);
  });
});
