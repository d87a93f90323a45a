import { describe, expect, it } from '@jest/globals';
import type { HistoryEvent } from '../event-log.js';
import { decodeArchive, decodeFenceSpans, encodeArchive } from './archive-codec.js';

describe('the text of an archive', () => {
  it('says all that is known of the events', () => {
    const events: HistoryEvent[] = [
      { seq: 1, json: '{"type":"RUN_STARTED"}' },
      { firstSeq: 2, seq: 9, json: '{"delta":"ü\\u0000\\ud800"}' },
      { seq: 10, fence: 7, json: '{}' },
    ];
    expect(decodeArchive(encodeArchive(events))).toEqual(events);
    expect(decodeArchive(encodeArchive([]))).toEqual([]);
  });

  it.each(['', '{', '{}', '[1]', '[[1]]', '[[1,"2","{}"]]', '[[1,2,3]]'])(
    'is told from a damaged one: %s',
    (text) => {
      const read = () => decodeArchive(text);
      expect(read).toThrow(expect.objectContaining({ code: 'corrupt' }));
    },
  );

  it('comes with the fences under which it was written', () => {
    expect(
      decodeFenceSpans(
        JSON.stringify([
          [1, 4],
          [8, 5],
        ]),
      ),
    ).toEqual([
      [1, 4],
      [8, 5],
    ]);
    for (const text of ['', '[[1]]', '[["1",2]]', 'null']) {
      expect(() => decodeFenceSpans(text)).toThrow(expect.objectContaining({ code: 'corrupt' }));
    }
  });
});
