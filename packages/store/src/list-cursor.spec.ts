import { formatListCursor, parseListCursor } from './list-cursor.js';

describe('list cursor', () => {
  it('reads what it writes, and writes nothing that a URL would change', () => {
    for (const cursor of [
      { activityAt: 0, pk: 1 },
      { activityAt: 1_795_132_800_123, pk: Number.MAX_SAFE_INTEGER },
      { activityAt: 1_795_132_800_123.25, pk: 3 },
    ]) {
      const text = formatListCursor(cursor);
      expect(encodeURIComponent(text)).toBe(text);
      expect(parseListCursor(text)).toEqual(cursor);
    }
  });

  it.each([
    '',
    'x',
    '%',
    btoa('[1]'),
    btoa('[1,2,3]'),
    btoa('[1,"2"]'),
    btoa('{}'),
    btoa('[1,null]'),
    'A'.repeat(500),
  ])('refuses %j', (text) => {
    expect(() => parseListCursor(text)).toThrow(
      expect.objectContaining({ code: 'invalid_cursor' }),
    );
  });
});
