import { inSteps } from './in-steps.js';

describe('working in steps', () => {
  /** Does up to `count` of what is left of `total`. */
  function worker(total: number) {
    const asked: number[] = [];
    let left = total;
    return {
      asked,
      step: async (count: number): Promise<number[]> => {
        asked.push(count);
        const part = Array.from({ length: Math.min(count, left) }, (_, index) => index);
        left -= part.length;
        return part;
      },
    };
  }

  it('does no more than asked for, in parts', async () => {
    const { asked, step } = worker(100);
    expect(await inSteps(25, 10, step)).toHaveLength(25);
    expect(asked).toEqual([10, 10, 5]);
  });

  it('ends when there is no more to do', async () => {
    const { asked, step } = worker(13);
    expect(await inSteps(100, 10, step)).toHaveLength(13);
    expect(asked).toEqual([10, 10]);
  });

  it('tells what was done before a failure, and a failure before anything was done', async () => {
    const { step } = worker(100);
    let calls = 0;
    const failing = (count: number): Promise<number[]> =>
      (calls += 1) > 2 ? Promise.reject(new Error('full')) : step(count);
    expect(await inSteps(100, 10, failing)).toHaveLength(20);
    await expect(inSteps(100, 10, failing)).rejects.toThrow('full');
  });
});
