import { describe, expect, it } from '@jest/globals';
import { TextMemo } from './text-memo.js';

describe('remembering texts by what they are made of', () => {
  it('makes a text once for the same facts', () => {
    const memo = new TextMemo();
    let made = 0;
    const make = (): string => `text ${(made += 1)}`;
    expect(memo.of(['a', 1, undefined], make)).toBe('text 1');
    expect(memo.of(['a', 1, undefined], make)).toBe('text 1');
  });

  it.each([
    [['a', 'b'], ['a']],
    [['a'], ['a', undefined]],
    [['1'], [1]],
    [[undefined], [null]],
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
  ])('tells %j from %j', (one, other) => {
    const memo = new TextMemo();
    memo.of(one, () => 'one');
    expect(memo.of(other, () => 'other')).toBe('other');
    expect(memo.of(one, () => 'one again')).toBe('one');
  });

  it.each([[{}], [[]], [() => undefined]])('keeps nothing that is made of %p', (fact) => {
    const memo = new TextMemo();
    memo.of([fact], () => 'before');
    expect(memo.of([fact], () => 'after')).toBe('after');
  });

  it('goes on with as many texts as it likes', () => {
    const memo = new TextMemo();
    const texts = Array.from({ length: 100 }, (_, index) => memo.of([index], () => `${index}`));
    expect(texts).toEqual(Array.from({ length: 100 }, (_, index) => `${index}`));
    expect(memo.of([99], () => 'again')).toBe('99');
    expect(memo.of([0], () => 'again')).toBe('again');
  });
});
