import { describe, expect, it } from '@jest/globals';
import { deltas } from './deltas.js';

describe('deltas', () => {
  it('cuts a text into pieces that give it back', () => {
    expect(deltas('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
    expect(deltas('')).toEqual([]);
  });

  it('parts no pair of surrogates', () => {
    expect(deltas('a😀b😀', 2)).toEqual(['a😀', 'b😀']);
    expect(deltas('😀😀', 1)).toEqual(['😀', '😀']);
    expect(deltas('a\ud83d', 2)).toEqual(['a\ud83d']);
  });

  it('goes on for a length of nothing', () => {
    expect(deltas('ab', 0)).toEqual(['a', 'b']);
  });
});
