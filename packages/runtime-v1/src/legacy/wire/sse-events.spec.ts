import { describe, expect, it } from '@jest/globals';
import { SseEvents } from './sse-events.js';

const STREAM =
  ': ok\n\nid: 1.1\ndata: {"type":"A"}\n\n: keep-alive\n\ndata:{"type":\ndata: "B"}\r\n\r\ndata: no json\n\ndata: 7\n\nevent: x\nid: 1.3\ndata: {"type":"C"}\n\ndata: {"type":"D"}';

describe('events of a stream', () => {
  it('are the same however it is cut', () => {
    for (const size of [1, 2, 3, 7, STREAM.length]) {
      const sse = new SseEvents();
      const found: (string | undefined)[][] = [];
      for (let at = 0; at < STREAM.length; at += size) {
        for (const { id, event } of sse.push(STREAM.slice(at, at + size)))
          found.push([id, event.type]);
      }
      expect(found).toEqual([
        ['1.1', 'A'],
        [undefined, 'B'],
        ['1.3', 'C'],
      ]);
    }
  });
});
