import type { GuardBound } from './guard-bounds.js';
import { breachesOf, breachText } from './guard.js';
import type { Group } from './report.js';

const bound: GuardBound = { name: 'streams', what: 'one', target: 'node', atLeast: 0.5 };

function groupOf(median: number): Group {
  const result = {
    workload: 'W1',
    what: 'one',
    target: 'node',
    value: { min: 1, median: 1, max: 1 },
    unit: 's',
    ratio: { base: 'limit', min: 0.1, median, max: 0.9, rounds: [0.1, median, 0.9] },
  };
  return { name: 'streams', title: 'Streams', results: [result], rows: [], failed: false };
}

describe('the guard', () => {
  it('accepts a median at its bound, whatever the other rounds were', () => {
    expect(breachesOf([groupOf(0.5)], [bound])).toEqual([]);
  });

  it('says which ratio has missed its bound, its rounds, and how to measure it again', () => {
    const [breach] = breachesOf([groupOf(0.4)], [bound]);
    expect(breach && breachText(breach)).toBe(
      [
        'one, node: 0.40 of limit, which must be ≥ 0.5',
        '  rounds: 0.10 0.40 0.90',
        '  again: npm run bench -- streams --quick --guard --target node',
      ].join('\n'),
    );
  });

  it('does not accept what was not measured in a workload that was', () => {
    const [breach] = breachesOf([{ ...groupOf(1), results: [], failed: true }], [bound]);
    expect(breach && breachText(breach)).toContain('one, node: was not measured');
  });

  it('does not accept that a workload was not measured at all', () => {
    expect(breachesOf([], [bound])).toEqual([{ bound, ratio: null }]);
  });
});
