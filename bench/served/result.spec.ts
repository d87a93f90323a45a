import { meets, spreadOf } from './result.js';

describe('the spread of rounds', () => {
  it('has the round in the middle, whatever their order', () => {
    expect(spreadOf([9, 1, 5])).toEqual({ min: 1, median: 5, max: 9 });
  });

  it('has the middle between two rounds of an even number', () => {
    expect(spreadOf([4, 1, 2, 9])).toEqual({ min: 1, median: 3, max: 9 });
  });

  it('is not a number without rounds', () => {
    expect(spreadOf([])).toEqual({ min: Number.NaN, median: Number.NaN, max: Number.NaN });
  });
});

describe('a goal', () => {
  it.each([
    [0.8, { atLeast: 0.8 }, true],
    [0.79, { atLeast: 0.8 }, false],
    [0.2, { atMost: 0.2 }, true],
    [0.21, { atMost: 0.2 }, false],
    [Number.NaN, { atLeast: 0 }, false],
    [Number.NaN, { atMost: 1 }, false],
  ])('%d against %p is met: %p', (value, goal, met) => {
    expect(meets(value, goal)).toBe(met);
  });
});
