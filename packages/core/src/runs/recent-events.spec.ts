import { describe, expect, it } from '@jest/globals';
import { RecentEvents } from './recent-events.js';

const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => String(from + index));

describe('the latest events of a run', () => {
  it('are those after a position that is not further back than they go', () => {
    const recent = new RecentEvents();
    recent.add(5, numbered(5, 3));
    recent.add(8, numbered(8, 1));
    expect(recent.after(5)).toEqual({ firstSeq: 6, events: ['6', '7', '8'] });
    expect(recent.after(4)).toEqual({ firstSeq: 5, events: ['5', '6', '7', '8'] });
    expect([recent.after(3), recent.after(8), recent.after(20)]).toEqual([null, null, null]);
  });

  it('begin anew behind a gap', () => {
    const recent = new RecentEvents();
    recent.add(1, numbered(1, 3));
    recent.add(10, numbered(10, 2));
    expect(recent.after(2)).toBeNull();
    expect(recent.after(9)).toEqual({ firstSeq: 10, events: ['10', '11'] });
  });

  it('are given up once everybody has seen them', () => {
    const recent = new RecentEvents();
    recent.add(1, numbered(1, 4));
    recent.drop(2);
    expect([recent.after(1), recent.after(2)]).toEqual([null, { firstSeq: 3, events: ['3', '4'] }]);
    recent.drop(1);
    recent.drop(4);
    recent.drop(20);
    expect([recent.after(2), recent.after(4)]).toEqual([null, null]);
    recent.add(5, numbered(5, 1));
    expect(recent.after(4)).toEqual({ firstSeq: 5, events: ['5'] });
  });

  it('are bounded in number and size', () => {
    const recent = new RecentEvents();
    for (let from = 1; from <= 5_000; from += 50) recent.add(from, numbered(from, 50));
    expect(recent.after(3_900)).toBeNull();
    expect(recent.after(4_000)?.events).toHaveLength(1_000);
    recent.add(5_001, ['x'.repeat(100_000), 'y'.repeat(100_000)]);
    expect(recent.after(5_000)).toBeNull();
    expect(recent.after(5_001)?.events).toEqual(['y'.repeat(100_000)]);
    recent.add(5_003, ['z'.repeat(1_000_000)]);
    expect(recent.after(5_002)).toBeNull();
  });
});
