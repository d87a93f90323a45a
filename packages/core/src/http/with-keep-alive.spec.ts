import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '@flightdeck/testing';
import { withKeepAlive } from './with-keep-alive.js';

/** A stream whose source answers when the test says so, and whose time of day may be set. */
function setUp() {
  const timers = new FakeClock();
  const day = { setBy: 0, runs: true };
  const clock = Object.assign(timers, {
    now: () => (day.runs ? FakeClock.prototype.now.call(timers) : 0) + day.setBy,
  });
  const asked: ((text: string | null) => void)[] = [];
  const source = {
    pull: () => new Promise<string | null>((resolve) => asked.push(resolve)),
    close: () => undefined,
  };
  return { clock, day, asked, stream: withKeepAlive(source, { keepAliveMs: 15_000, clock }) };
}

describe('a stream that is kept alive', () => {
  it('greets before it asks its source for anything', async () => {
    const { asked, stream } = setUp();
    expect(await stream.pull()).toBe(': ok\n\n');
    expect(asked).toHaveLength(0);
  });

  it('fills silence with comments and loses nothing that comes after it', async () => {
    const { asked, clock, stream } = setUp();
    await stream.pull();
    for (let silences = 0; silences < 2; silences += 1) {
      const pulled = stream.pull();
      clock.advance(15_000);
      expect(await pulled).toBe(': keep-alive\n\n');
    }
    const pulled = stream.pull();
    expect(asked).toHaveLength(1);
    asked[0]?.('data: 1\n\n');
    expect(await pulled).toBe('data: 1\n\n');
  });

  it('fails with its source', async () => {
    const clock = new FakeClock();
    const source = { pull: () => Promise.reject(new Error('broken')), close: () => undefined };
    const stream = withKeepAlive(source, { keepAliveMs: 15_000, clock });
    await stream.pull();
    await expect(stream.pull()).rejects.toThrow('broken');
    expect(clock.pending).toBe(0);
  });

  it('leaves no timer behind', async () => {
    const { asked, clock, stream } = setUp();
    await stream.pull();
    const pulled = stream.pull();
    asked[0]?.(null);
    expect(await pulled).toBeNull();
    expect(clock.pending).toBe(0);
  });

  it('counts silence from the last pull, not from the first', async () => {
    const { asked, clock, stream } = setUp();
    await stream.pull();
    const text = stream.pull();
    clock.advance(10_000);
    asked[0]?.('data: 1\n\n');
    await text;
    let comment: string | null = null;
    const pulled = stream.pull().then((said) => (comment = said));
    clock.advance(14_999);
    await Promise.resolve();
    expect(comment).toBeNull();
    clock.advance(1);
    expect(await pulled).toBe(': keep-alive\n\n');
  });

  it('says nothing to a reader who does not ask', async () => {
    const { asked, clock, stream } = setUp();
    await stream.pull();
    const text = stream.pull();
    asked[0]?.('data: 1\n\n');
    await text;
    clock.advance(60_000);
    const next = stream.pull();
    asked[1]?.('data: 2\n\n');
    expect(await next).toBe('data: 2\n\n');
  });

  it('keeps what comes between a comment and the next pull', async () => {
    const { asked, clock, stream } = setUp();
    await stream.pull();
    const comment = stream.pull();
    clock.advance(15_000);
    await comment;
    asked[0]?.('data: 1\n\n');
    await Promise.resolve();
    expect(await stream.pull()).toBe('data: 1\n\n');
    expect(asked).toHaveLength(1);
  });

  it('lets go of its timer with its reader', async () => {
    const { clock, stream } = setUp();
    await stream.pull();
    void stream.pull();
    stream.close();
    expect(clock.pending).toBe(0);
  });

  it('breaks silence in time although the clock is set back meanwhile', async () => {
    const { clock, day, stream } = setUp();
    await stream.pull();
    const pulled = stream.pull();
    day.setBy = -3_600_000;
    clock.advance(15_000);
    expect(await pulled).toBe(': keep-alive\n\n');
  });

  it('breaks silence in time although the clock is set back behind a text', async () => {
    const { asked, clock, day, stream } = setUp();
    await stream.pull();
    const text = stream.pull();
    clock.advance(10_000);
    asked[0]?.('data: 1\n\n');
    await text;
    const pulled = stream.pull();
    day.setBy = -3_600_000;
    clock.advance(15_000);
    expect(await pulled).toBe(': keep-alive\n\n');
  });

  it('needs timers alone where the clock stands still', async () => {
    const { asked, clock, day, stream } = setUp();
    day.runs = false;
    await stream.pull();
    const text = stream.pull();
    clock.advance(15_000);
    expect(await text).toBe(': keep-alive\n\n');
    const next = stream.pull();
    clock.advance(10_000);
    asked[0]?.('data: 1\n\n');
    await next;
    const last = stream.pull();
    clock.advance(20_000);
    expect(await last).toBe(': keep-alive\n\n');
  });
});
