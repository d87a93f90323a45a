import { describe, expect, it } from '@jest/globals';
import { growthPerCall, growthPerItem, NO_GROWTH } from '@flightdeck/testing';

const itself = (size: number): number => size;

/** Some work that no compiler leaves out. */
function turn(times: number): number {
  let hash = 0;
  for (let index = 0; index < times; index += 1) hash = (hash + index) & 1_023;
  return hash;
}

describe('growth', () => {
  it('is none of what takes as long for each item, or for each call', () => {
    expect(growthPerItem(1_000, itself, turn)).toBeLessThan(NO_GROWTH);
    expect(growthPerCall(1_000, itself, () => turn(30_000))).toBeLessThan(NO_GROWTH);
  });

  it('is told of what takes longer the more there is', () => {
    expect(growthPerItem(30, itself, (size) => turn(size * size))).toBeGreaterThan(NO_GROWTH);
    expect(growthPerCall(1_000, itself, turn)).toBeGreaterThan(NO_GROWTH);
  });
});
