import { SseParser, type SseEvent } from './sse-parser.js';

const STREAM =
  '\uFEFF: a comment\r\nevent: endpoint\r\ndata: /messages\r\n\r\n' +
  'id: 7\ndata: first\ndata:second\ndata:  third\n\n' +
  'retry: 10\n\n' +
  'data\rdata: after an empty line\r\r' +
  'event: custom\ndata: ünï🎈\nunknown: x\n\n' +
  'data: without an end';

const EVENTS: readonly SseEvent[] = [
  { event: 'endpoint', data: '/messages', id: undefined },
  { event: 'message', data: 'first\nsecond\n third', id: '7' },
  { event: 'message', data: '\nafter an empty line', id: undefined },
  { event: 'custom', data: 'ünï🎈', id: undefined },
];

function parse(pieces: Iterable<string>): readonly SseEvent[] {
  const parser = new SseParser(1_000);
  return [...pieces].flatMap((piece) => {
    const events = parser.push(piece);
    if (events === 'too_large') throw new Error('Too large');
    return events;
  });
}

describe('SseParser', () => {
  it('reads events with every kind of line end', () => {
    expect(parse([STREAM])).toEqual(EVENTS);
  });

  it('reads the same wherever the text is cut', () => {
    expect(parse(STREAM)).toEqual(EVENTS);
    for (let at = 0; at <= STREAM.length; at += 1) {
      expect(parse([STREAM.slice(0, at), '', STREAM.slice(at)])).toEqual(EVENTS);
    }
  });

  it('gives up an event that is longer than allowed, in one piece or in many', () => {
    expect(new SseParser(10).push('data: 12345678901\n\n')).toBe('too_large');
    const parser = new SseParser(10);
    expect(parser.push('data: 1\n')).toEqual([]);
    expect(parser.push('data: 2\n')).toBe('too_large');
  });

  it('counts each event for itself', () => {
    const parser = new SseParser(10);
    const counts = Array.from({ length: 100 }, () => parser.push('data: 1\n\n').length);
    expect(counts.every((count) => count === 1)).toBe(true);
  });
});
