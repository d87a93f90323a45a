import { describe, expect, it } from '@jest/globals';
import { copyJson } from './copy-json.js';

class Point {
  readonly x = 1;
}

const looped: Record<string, unknown> = { name: 'loop' };
looped.itself = looped;

const proto: unknown = JSON.parse('{"__proto__":{"polluted":true},"a":1}');

const VALUES: readonly (readonly [string, unknown])[] = [
  ['nothing', null],
  ['a hole in a record', { a: undefined }],
  ['numbers', [0, -0, 1.5, NaN, Infinity, 7n]],
  ['nested data', { a: [{ b: 'text', c: [true, null] }], d: {} }],
  ['an array with holes', Object.assign(Array.from({ length: 3 }), { 0: 'a', 2: 'c' })],
  ['dates and maps', { at: new Date(0), map: new Map([['k', { v: 1 }]]), set: new Set([1]) }],
  ['an instance of a class', { point: new Point() }],
  ['a record without a prototype', Object.assign(Object.create(null), { a: 1 })],
  ['a loop', looped],
  ['a field that is called __proto__', proto],
];

describe('a copy', () => {
  it.each(VALUES)('of %s is what structuredClone makes of it', (_what, value) => {
    expect(copyJson(value)).toStrictEqual(structuredClone(value));
  });

  it('is independent of what it is a copy of', () => {
    const value = { list: [{ text: 'before' }] };
    const copy = copyJson(value);
    Object.assign(value.list[0] ?? {}, { text: 'after' });
    value.list.push({ text: 'more' });
    expect(copy).toEqual({ list: [{ text: 'before' }] });
  });

  it.each([
    ['function', () => undefined],
    ['symbol', Symbol('s')],
  ])('cannot be made of a %s', (_what, value) => {
    expect(() => copyJson({ value })).toThrow(DOMException);
  });
});
