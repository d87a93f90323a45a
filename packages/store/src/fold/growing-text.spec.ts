import { describe, expect, it } from '@jest/globals';
import { GrowingText } from './growing-text.js';

const pieces = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${index} `);

describe('a growing text', () => {
  it.each([0, 1, 63, 64, 65, 200])('is what it began with and %d pieces', (count) => {
    const text = new GrowingText('so: ');
    for (const piece of pieces(count)) text.append(piece);
    expect(text.toString()).toBe(`so: ${pieces(count).join('')}`);
  });

  it('is the same for who reads it again and again', () => {
    const text = new GrowingText('');
    let expected = '';
    for (const piece of pieces(150)) {
      text.append(piece);
      expected += piece;
      expect([text.toString(), text.toString()]).toEqual([expected, expected]);
    }
  });
});
