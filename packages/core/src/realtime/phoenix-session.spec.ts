import { beforeEach, describe, expect, it } from '@jest/globals';
import { FakeClock } from '@flightdeck/testing';
import { PhoenixSession } from './phoenix-session.js';
import type { SocketPort } from './socket-port.js';

const TOPIC = 'user_meta:mine';

class FakePort implements SocketPort {
  bufferedBytes = 0;
  readonly sent: unknown[] = [];
  closedWith: number | null = null;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(code: number): void {
    this.closedWith = code;
  }
}

const ok = (joinRef: string | null, ref: string, topic = TOPIC) => [
  joinRef,
  ref,
  topic,
  'phx_reply',
  { status: 'ok', response: {} },
];

const refusal = (joinRef: string | null, ref: string, topic: string, reason: string) => [
  joinRef,
  ref,
  topic,
  'phx_reply',
  { status: 'error', response: { reason } },
];

describe('a socket of the Phoenix protocol', () => {
  let port: FakePort;
  let clock: FakeClock;
  let log: string[];
  let session: PhoenixSession;
  beforeEach(() => {
    port = new FakePort();
    clock = new FakeClock();
    log = [];
    session = new PhoenixSession({
      port,
      topic: TOPIC,
      clock,
      onJoined: () => void log.push('joined'),
      onLeft: () => void log.push('left'),
      onHeartbeat: () => void log.push('heartbeat'),
    });
  });

  const receive = (...frame: readonly unknown[]): void => session.receive(JSON.stringify(frame));
  const join = (ref: string, topic = TOPIC): void => receive(ref, ref, topic, 'phx_join', {});

  it('joins its topic, and is told nothing before', () => {
    session.push('early', '{}');
    join('1');
    session.push('thread_metadata', '{"a":1}');
    expect(port.sent).toEqual([ok('1', '1'), ['1', null, TOPIC, 'thread_metadata', { a: 1 }]]);
    expect(log).toEqual(['joined']);
  });

  it('joins no other topic', () => {
    join('1', 'user_meta:somebody-else');
    join('2', 'thread:t1');
    session.push('thread_metadata', '{}');
    expect(port.sent).toEqual([
      refusal('1', '1', 'user_meta:somebody-else', 'token_thread_mismatch'),
      refusal('2', '2', 'thread:t1', 'unmatched_topic'),
    ]);
    expect(log).toEqual([]);
    expect(port.closedWith).toBeNull();
  });

  it('is told everything under the ref of its latest join', () => {
    join('1');
    join('5');
    session.push('thread_metadata', '{}');
    expect(port.sent.at(-1)).toEqual(['5', null, TOPIC, 'thread_metadata', {}]);
    expect(log).toEqual(['joined', 'left', 'joined']);
  });

  it('leaves, twice if it likes', () => {
    join('1');
    receive('1', '2', TOPIC, 'phx_leave', {});
    receive('1', '3', TOPIC, 'phx_leave', {});
    receive('9', '4', 'thread:t1', 'phx_leave', {});
    session.push('thread_metadata', '{}');
    expect(port.sent.slice(1)).toEqual([
      ok('1', '2'),
      ['1', null, TOPIC, 'phx_close', {}],
      ok('1', '3'),
      ok('9', '4', 'thread:t1'),
    ]);
    expect(log).toEqual(['joined', 'left']);
  });

  it('stays joined when an earlier join is left', () => {
    join('1');
    join('5');
    receive('1', '6', TOPIC, 'phx_leave', {});
    session.push('thread_metadata', '{}');
    expect(port.sent.slice(-2)).toEqual([ok('1', '6'), ['5', null, TOPIC, 'thread_metadata', {}]]);
  });

  it('has its heartbeats answered', () => {
    receive(null, '7', 'phoenix', 'heartbeat', {});
    expect(port.sent).toEqual([ok(null, '7', 'phoenix')]);
    expect(log).toEqual(['heartbeat']);
  });

  it('can ask for nothing else', () => {
    join('1');
    receive('1', '2', TOPIC, 'stop_run', { run_id: 'r' });
    receive(null, '3', 'phoenix', 'something', {});
    expect(port.sent.slice(1)).toEqual([
      refusal('1', '2', TOPIC, 'unsupported_event'),
      refusal(null, '3', 'phoenix', 'unsupported_event'),
    ]);
    expect(port.closedWith).toBeNull();
  });

  it.each([
    'no JSON',
    '{}',
    '[]',
    '[null,"1","phoenix","heartbeat"]',
    '[1,"1","phoenix","heartbeat",{}]',
    '[null,"1",null,"heartbeat",{}]',
    '[null,"1","phoenix",{},{}]',
  ])('is closed with 1008 for what is no message: %s', (text) => {
    join('1');
    session.receive(text);
    join('2');
    session.push('thread_metadata', '{}');
    expect(port.closedWith).toBe(1008);
    expect(port.sent).toHaveLength(1);
    expect(log).toEqual(['joined', 'left']);
  });

  it('is closed for a message of more than 64 KB', () => {
    receive(null, '1', 'phoenix', 'heartbeat', 'x'.repeat(64 * 1024));
    expect(port.closedWith).toBe(1009);
  });

  it('is closed with 1013 when it takes too little of what it is told', () => {
    join('1');
    port.bufferedBytes = 256 * 1024;
    session.push('thread_metadata', '{}');
    expect(port.closedWith).toBeNull();
    port.bufferedBytes += 1;
    session.push('thread_metadata', '{}');
    expect(port.closedWith).toBe(1013);
    expect(port.sent).toHaveLength(2);
    expect(log).toEqual(['joined', 'left']);
  });

  it('is closed after 75 seconds without a sign of life', () => {
    join('1');
    clock.advance(74_999);
    receive(null, '2', 'phoenix', 'heartbeat', {});
    clock.advance(74_999);
    expect(port.closedWith).toBeNull();
    clock.advance(1);
    expect(port.closedWith).toBe(1001);
    expect(log).toEqual(['joined', 'heartbeat', 'left']);
    expect(clock.pending).toBe(0);
  });

  it('leaves no timer behind', () => {
    session.end();
    session.end();
    expect(clock.pending).toBe(0);
    expect(port.closedWith).toBeNull();
  });
});
