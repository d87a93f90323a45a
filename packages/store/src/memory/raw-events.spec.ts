import { RawEvents } from './raw-events.js';

function rawOf(texts: readonly string[]): RawEvents {
  const raw = new RawEvents();
  for (const text of texts) raw.push(text);
  return raw;
}

const words = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `event ${index} ${'.'.repeat(index % 7)}`);

const delta = (escaped: string): string =>
  `{"type":"TEXT_MESSAGE_CONTENT","messageId":"m","delta":"${escaped}"}`;

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

  it('are in one piece where they are deltas of one item', () => {
    const texts = ['one', 'two', '', 'a \\"quote\\"'].map(delta);
    const raw = rawOf(['first', ...texts, 'last']);
    raw.settle();
    const kept = [...raw.packed(1, 5)];
    expect(kept).toHaveLength(1);
    expect(kept.map((events) => typeof events === 'string' || events.merged()?.json())).toEqual([
      delta('onetwoa \\"quote\\"'),
    ]);
    expect([...raw.packed(2, 4)]).toEqual(texts.slice(1, 3));
  });

  it('are not in one piece if what ends a text is missing, and in another one', () => {
    const texts = [delta('a'), delta('b\\'), delta('n'), delta('c')];
    const raw = rawOf(texts);
    raw.settle();
    expect([...raw.packed(0, 4)].map((events) => typeof events)).toEqual([
      'string',
      'string',
      'object',
    ]);
    expect([...raw.from(0)]).toEqual(texts);
  });

  it('go on while they are read', () => {
    const raw = rawOf(words(64));
    const read = raw.from(62);
    expect(read.next().value).toBe(words(64)[62]);
    raw.push('one more');
    expect([...read]).toEqual([words(64)[63], 'one more']);
  });
});
