import { formatCursor, parseCursor } from './cursor.js';

describe('cursor', () => {
  it('reads what it writes', () => {
    for (const [fence, seq] of [
      [0, 0],
      [1, 37],
      [9_007_199_254_740, Number.MAX_SAFE_INTEGER],
    ] as const) {
      expect(parseCursor(formatCursor(fence, seq))).toEqual({ fence, seq });
    }
  });

  it.each([
    '',
    '1',
    '1.',
    '.1',
    '1.2.3',
    '01.1',
    '1.01',
    '-1.1',
    '+1.1',
    '1.1 ',
    '1e3.1',
    'a.1',
    '1,1',
  ])('refuses %j', (text) => {
    expect(parseCursor(text)).toBeNull();
  });

  it('refuses numbers that are not exact any more', () => {
    expect(parseCursor('1.9007199254740993')).toBeNull();
    expect(parseCursor('9999999999999999.1')).toBeNull();
    expect(parseCursor(`1.${'9'.repeat(400)}`)).toBeNull();
  });
});
