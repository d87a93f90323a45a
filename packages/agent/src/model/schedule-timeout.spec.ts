import { jest } from '@jest/globals';
import { scheduleTimeout } from './schedule-timeout.js';

describe('scheduleTimeout', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each([Infinity, 3_000_000_000])('does not fire at once for %d ms', (milliseconds) => {
    const callback = jest.fn();
    const cancel = scheduleTimeout(milliseconds, callback);
    jest.advanceTimersByTime(1_000_000_000);
    expect(callback).not.toHaveBeenCalled();
    cancel();
    expect(jest.getTimerCount()).toBe(0);
  });
});
