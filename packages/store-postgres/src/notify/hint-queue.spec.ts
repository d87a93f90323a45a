import { HintQueue, messagesOf } from './hint-queue.js';

describe('HintQueue', () => {
  it('gives every message once, in order', () => {
    const queue = new HintQueue();
    queue.add('a', '1');
    queue.add('b', '1');
    queue.add('a', '1');
    queue.add('a', '2');
    const [notification, ...others] = queue.take();
    expect(others).toEqual([]);
    expect(messagesOf(notification ?? '')).toEqual([
      ['a', '1'],
      ['b', '1'],
      ['a', '2'],
    ]);
    expect(queue.take()).toEqual([]);
  });

  it('never makes a notification that PostgreSQL would refuse, whatever is in it', () => {
    const queue = new HintQueue();
    const sent = Array.from(
      { length: 500 },
      (_, n) => [`ü日🎉\0"${n}`, 'x'.repeat(n % 200)] as const,
    );
    for (const [topic, payload] of sent) queue.add(topic, payload);
    const notifications = queue.take();
    expect(notifications.length).toBeGreaterThan(5);
    for (const notification of notifications) {
      expect(Buffer.byteLength(notification)).toBeLessThan(8_000);
      expect(notification).not.toContain('\0');
    }
    expect(notifications.flatMap(messagesOf)).toEqual(sent);
  });

  it('leaves out what can never be sent', () => {
    const queue = new HintQueue();
    queue.add('long', 'x'.repeat(8_000));
    queue.add('short', 'x');
    expect(queue.take().flatMap(messagesOf)).toEqual([['short', 'x']]);
  });

  it('does not grow without end while nobody takes', () => {
    const queue = new HintQueue();
    for (let n = 0; n < 50_000; n += 1) queue.add('t', String(n));
    expect(queue.size).toBeLessThanOrEqual(10_000);
    expect(queue.take().flatMap(messagesOf).at(-1)).toEqual(['t', '49999']);
  });

  it.each(['', 'x', '{}', '[1]', '[["a"]]', '[["a",1]]', 'null', '[null]'])(
    'finds no message in %j',
    (notification) => {
      expect(messagesOf(notification)).toEqual([]);
    },
  );
});
