import { compare, type Comparison } from './compare.js';

function compared(fields: Partial<Comparison>) {
  const samples = new Map([
    ['limit', [10, 20, 40]],
    ['floor', [5, 10, 10]],
    ['node', [9, 10, 36]],
  ]);
  return compare({ workload: 'W1', what: 'streams', unit: 'per s', samples, ...fields });
}

describe('a comparison', () => {
  it('takes the ratio of each round to the limit, so that a slow round is slow for both', () => {
    const node = compared({}).find(({ target }) => target === 'node');
    expect(node).toMatchObject({
      value: { min: 9, median: 10, max: 36 },
      ratio: { base: 'limit', rounds: [0.9, 0.5, 0.9], min: 0.5, median: 0.9, max: 0.9 },
    });
    expect(node).not.toHaveProperty('met');
  });

  it('judges by another target where it is told to, and says whether the median is good enough', () => {
    const judged = { node: { by: 'floor', goal: { atLeast: 1.8 } } };
    expect(compared({ judged }).at(-1)).toMatchObject({
      ratio: { base: 'floor', rounds: [1.8, 1, 3.6], median: 1.8 },
      met: true,
    });
    const missed = { node: { goal: { atLeast: 0.91 } } };
    expect(compared({ judged: missed }).at(-1)).toMatchObject({ met: false });
  });

  it('has no ratio for the base itself, nor where the base was not measured', () => {
    expect(compared({})[0]).not.toHaveProperty('ratio');
    const judged = { node: { by: 'nobody', goal: { atLeast: 0.1 } } };
    expect(compared({ judged }).at(-1)).not.toHaveProperty('ratio');
  });
});
