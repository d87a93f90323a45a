import { toWellFormed, withWellFormedTexts } from './well-formed.js';

describe('toWellFormed', () => {
  it.each([
    ['plain', 'plain'],
    ['whole 😀', 'whole 😀'],
    ['first \uD83D half', 'first \uFFFD half'],
    ['second \uDE00 half', 'second \uFFFD half'],
    ['\uDE00\uD83D', '\uFFFD\uFFFD'],
    ['😀\uD83D😀', '😀\uFFFD😀'],
  ])('makes of %j %j', (text, expected) => {
    expect(toWellFormed(text)).toBe(expected);
  });
});

describe('withWellFormedTexts', () => {
  it('reaches texts at any depth, and leaves everything else as it is', () => {
    const bytes = new Uint8Array([1]);
    const url = new URL('https://example.com/');
    const { signal } = new AbortController();
    const converted = withWellFormedTexts({ a: [{ b: '\uD83D' }, bytes, url], signal, n: null });
    expect(converted).toEqual({ a: [{ b: '\uFFFD' }, bytes, url], signal, n: null });
    expect(converted.a[1]).toBe(bytes);
    expect(converted.a[2]).toBe(url);
    expect(converted.signal).toBe(signal);
  });
});
