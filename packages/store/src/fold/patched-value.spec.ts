import { PatchedValue } from './patched-value.js';

const add = (path: string, value: unknown) => [{ op: 'add', path, value }];

describe('PatchedValue', () => {
  it('applies many patches as if each had been applied at once', () => {
    const value = new PatchedValue();
    for (let index = 0; index < 1_000; index += 1) {
      value.patch(add(`/k${index % 10}`, index));
      if (index % 3 === 0) value.patch(add('/no/where', index));
    }
    expect(value.value).toEqual(
      Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`k${index}`, 990 + index])),
    );
  });

  it('undoes all of a patch that fails half way', () => {
    const value = new PatchedValue();
    value.patch(add('/a', 1));
    value.patch([...add('/b', 2), ...add('/no/where', 3)]);
    value.patch('nonsense');
    expect(value.value).toEqual({ a: 1 });
  });

  it('stays undefined when nothing ever fits', () => {
    const value = new PatchedValue();
    value.patch(add('/no/where', 3));
    expect(value.value).toBeUndefined();
  });

  it('forgets waiting patches when the value is set', () => {
    const value = new PatchedValue();
    value.patch(add('/a', 1));
    value.set(null);
    value.patch(add('/b', 1));
    expect(value.value).toBeNull();
  });

  it('never changes what was read before', () => {
    const value = new PatchedValue();
    value.set({ list: [1] });
    const before = value.value;
    value.patch(add('/list/-', 2));
    expect(value.value).toEqual({ list: [1, 2] });
    expect(before).toEqual({ list: [1] });
  });
});
