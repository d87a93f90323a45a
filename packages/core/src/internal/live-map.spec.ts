import { LiveMap } from './live-map.js';

describe('LiveMap', () => {
  it('holds what was set last and was not deleted since', () => {
    const map = new LiveMap<number, string>();
    map.set(1, 'a');
    map.set(2, 'b');
    map.set(1, 'c');
    expect([map.get(1), map.get(2), map.get(3), map.size]).toEqual(['c', 'b', undefined, 2]);
    map.delete(1);
    map.delete(1);
    expect([map.get(1), map.size]).toEqual([undefined, 1]);
    expect(map.values()).toEqual(['b']);
  });
});
