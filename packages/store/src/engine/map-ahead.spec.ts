import { describe, expect, it } from '@jest/globals';
import { createGate } from '@flightdeck/testing';
import { mapAhead } from './map-ahead.js';

async function* numbers(count: number, onTaken: (n: number) => void = () => undefined) {
  for (let n = 1; n <= count; n += 1) {
    onTaken(n);
    yield n;
  }
}

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of source) values.push(value);
  return values;
}

describe('mapping ahead', () => {
  it('keeps the order, whichever result is there first', async () => {
    const gate = createGate();
    const slowFirst = async (n: number): Promise<number> => {
      if (n === 1) await gate.opened;
      if (n === 3) gate.open();
      return n * 10;
    };
    expect(await all(mapAhead(numbers(5), 2, slowFirst))).toEqual([10, 20, 30, 40, 50]);
  });

  it('has no more under way than it may', async () => {
    const taken: number[] = [];
    const mapped = mapAhead(
      numbers(10, (n) => taken.push(n)),
      3,
      async (n) => n,
    );
    expect((await mapped.next()).value).toBe(1);
    expect(taken).toEqual([1, 2, 3, 4]);
    await mapped.return();
    expect(taken).toHaveLength(4);
  });

  it('fails when the turn of the failure comes, and not before', async () => {
    const failing = async (n: number): Promise<number> => {
      if (n === 2) throw new Error('two');
      return n;
    };
    const mapped = mapAhead(numbers(3), 2, failing);
    expect((await mapped.next()).value).toBe(1);
    await expect(mapped.next()).rejects.toThrow('two');
  });

  it('yields nothing for nothing', async () => {
    expect(await all(mapAhead(numbers(0), 2, async (n) => n))).toEqual([]);
  });
});
