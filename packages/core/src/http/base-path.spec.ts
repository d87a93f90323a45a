import { describe, expect, it } from '@jest/globals';
import { normalizeBasePath, pathOf, queryOf, stripBasePath } from './base-path.js';

describe('pathOf', () => {
  it.each([
    ['http://host/a/b?x=1#y', '/a/b'],
    ['http://host', '/'],
    ['http://host?x=/a', '/'],
    ['/a%20b?x=1', '/a%20b'],
    ['/threads?cursor=x://y/info', '/threads'],
    ['/threads/a://b/messages', '/threads/a://b/messages'],
  ])('of %s is %s', (url, path) => {
    expect(pathOf(url)).toBe(path);
  });
});

describe('queryOf', () => {
  it('reads the query as it was sent, without the fragment', () => {
    expect([...queryOf('http://host/a?x=1&y=%20#z=2')]).toEqual([
      ['x', '1'],
      ['y', ' '],
    ]);
    expect([...queryOf('/a')]).toEqual([]);
  });
});

describe('the base path', () => {
  it.each([
    ['/api/', '/api'],
    ['api', '/api'],
    ['/', '/'],
    [' /a/b ', '/a/b'],
  ])('%s is meant as %s', (given, path) => {
    expect(normalizeBasePath(given)).toBe(path);
  });

  it.each(['', ' ', '/a?b', '/a#b'])('cannot be %p', (given) => {
    expect(() => normalizeBasePath(given)).toThrow('basePath');
  });

  it.each([
    ['/api', '/api', '/'],
    ['/api/info', '/api', '/info'],
    ['/apis/info', '/api', null],
    ['/info', '/', '/info'],
  ])('of %s below %s leaves %s', (path, basePath, rest) => {
    expect(stripBasePath(path, basePath)).toBe(rest);
  });
});
