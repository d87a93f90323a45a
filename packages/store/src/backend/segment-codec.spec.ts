import { decodeSegment, encodeSegment, MAX_SEGMENT_EVENTS, toSegments } from './segment-codec.js';

describe('segments', () => {
  it('give back every event exactly', () => {
    const events = ['{"a":1,\n "b":2}', '"\\u001e"', '{"text":"\ud800 日本"}', 'not JSON', ''];
    expect(decodeSegment(encodeSegment(events))).toEqual(events);
  });

  it('keep the number of events whatever their texts are', () => {
    expect(decodeSegment(encodeSegment(['a\u001eb', 'c']))).toEqual(['a b', 'c']);
  });

  it('are cut where they have too many events', () => {
    const events = Array.from({ length: MAX_SEGMENT_EVENTS + 1 }, (_, index) => String(index));
    const rows = toSegments(11, events);
    expect(rows.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq])).toEqual([
      [11, 10 + MAX_SEGMENT_EVENTS],
      [11 + MAX_SEGMENT_EVENTS, 11 + MAX_SEGMENT_EVENTS],
    ]);
    expect(rows.flatMap(({ body }) => decodeSegment(body))).toEqual(events);
  });

  it('are cut where they become too large, but never within an event', () => {
    const large = 'x'.repeat(300_000);
    const rows = toSegments(1, ['a', large, 'b']);
    expect(rows.map(({ body }) => decodeSegment(body))).toEqual([['a'], [large], ['b']]);
  });
});
