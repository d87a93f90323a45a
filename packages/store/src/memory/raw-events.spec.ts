import { RawEvents } from './raw-events.js';

function rawOf(texts: readonly string[]): RawEvents {
  const raw = new RawEvents();
  for (const text of texts) raw.push(text);
  return raw;
}

const words = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `event ${index} ${'.'.repeat(index % 7)}`);

describe('raw events', () => {
  it.each([0, 1, 63, 64, 65, 200])('are %d as they were pushed, from any index on', (count) => {
    const texts = words(count);
    const raw = rawOf(texts);
    expect(raw).toHaveLength(count);
    for (let start = 0; start <= count + 1; start += 1) {
      expect([...raw.from(start)]).toEqual(texts.slice(start));
    }
  });

  it('may be empty, large, or anything but JSON', () => {
    const texts = words(150).map((text, index) =>
      index % 40 === 0 ? 'x'.repeat(100_000) : index % 3 === 0 ? '' : `${text}\u001e\n`,
    );
    expect([...rawOf(texts).from(0)]).toEqual(texts);
  });

  it('go on while they are read', () => {
    const raw = rawOf(words(64));
    const read = raw.from(62);
    expect(read.next().value).toBe(words(64)[62]);
    raw.push('one more');
    expect([...read]).toEqual([words(64)[63], 'one more']);
  });
});
