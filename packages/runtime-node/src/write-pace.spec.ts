import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { WritePace } from './write-pace.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Whether it is waited after each of so many writes with `gapMs` between them. */
function pausesOf(writes: number, gapMs: number, length = 100): boolean[] {
  const pace = new WritePace();
  return Array.from({ length: writes }, () => {
    const pauses = pace.pauseAfter(length) !== null;
    jest.advanceTimersByTime(gapMs);
    return pauses;
  });
}

describe('the pace of writes', () => {
  it('lets a short answer pass at once', () => {
    expect(pausesOf(4, 0)).toEqual([false, false, false, false]);
  });

  it('waits after each write of a burst that goes on', () => {
    expect(pausesOf(7, 1)).toEqual([false, false, false, false, true, true, true]);
  });

  it('never waits where words come one by one', () => {
    expect(pausesOf(20, 5)).not.toContain(true);
  });

  it('begins anew after a silence', () => {
    const pace = new WritePace();
    for (let write = 0; write < 6; write += 1) void pace.pauseAfter(100);
    jest.advanceTimersByTime(10);
    expect(pace.pauseAfter(100)).toBeNull();
  });

  it('does not wait behind a piece that is full', () => {
    expect(pausesOf(20, 0, 16 * 1024)).not.toContain(true);
  });

  it('waits for a millisecond', async () => {
    const pace = new WritePace();
    for (let write = 0; write < 4; write += 1) void pace.pauseAfter(100);
    let isOver = false;
    const pause = pace.pauseAfter(100)?.then(() => (isOver = true));
    await Promise.resolve();
    expect(isOver).toBe(false);
    jest.advanceTimersByTime(1);
    await pause;
    expect(isOver).toBe(true);
  });
});
