import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';

import type { BusReceiver, BusTransport } from '@flightdeck/store/engine';
import { findRedis, OwnRedis, uniqueId, until, withDeadline } from '@flightdeck/testing';
import { createClient } from 'redis';

import { redisBus, type RedisBusOptions } from '../src/index.js';

class Heard implements BusReceiver {
  readonly messages: string[] = [];
  interruptions = 0;

  onMessage(topic: string, payload: string): void {
    this.messages.push(`${topic} ${payload}`);
  }

  onInterruption(): void {
    this.interruptions += 1;
  }
}

const redis = await findRedis();
const open: BusTransport[] = [];

async function start(options: RedisBusOptions): Promise<{ bus: BusTransport; heard: Heard }> {
  const bus = redisBus(options);
  open.push(bus);
  const heard = new Heard();
  await withDeadline(bus.start(heard), 'the first attempt', 8_000);
  return { bus, heard };
}

/** Publishes until it is heard: subscribing takes a moment, and hints may be lost. */
async function reaches(from: BusTransport, heard: Heard, topic: string): Promise<void> {
  const payload = uniqueId();
  await until(() => {
    from.publish(topic, payload);
    return heard.messages.includes(`${topic} ${payload}`);
  }, 'a message');
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((bus) => bus.close()));
});

afterAll(() => redis?.close());

const title =
  redis === null
    ? 'hints over Redis (none at REDIS_URL or 127.0.0.1:6379, and none installed)'
    : 'hints over Redis';
(redis === null ? describe.skip : describe)(title, () => {
  const url = redis?.url ?? '';
  const newPrefix = (): string => `${uniqueId('test')}:`;

  it('reach who subscribes to their topic under the same prefix, and nobody else', async () => {
    const prefix = newPrefix();
    const [one, two, other] = await Promise.all([
      start({ url, prefix }),
      start({ url, prefix }),
      start({ url, prefix: newPrefix() }),
    ]);
    two.bus.subscribe('a');
    two.bus.subscribe('b');
    other.bus.subscribe('a');
    await reaches(one.bus, two.heard, 'a');
    await reaches(one.bus, two.heard, 'b');
    two.bus.unsubscribe('a');
    const before = two.heard.messages.length;
    one.bus.publish('a', 'unheard');
    await reaches(one.bus, two.heard, 'b');
    expect(two.heard.messages.slice(before)).not.toContain('a unheard');
    expect(other.heard.messages).toEqual([]);
    expect([one.heard.interruptions, two.heard.interruptions]).toEqual([0, 0]);
  });

  it('reach who has left a topic and come back at once', async () => {
    const prefix = newPrefix();
    const { bus, heard } = await start({ url, prefix });
    for (let round = 0; round < 20; round += 1) {
      bus.subscribe('t');
      bus.unsubscribe('t');
      bus.subscribe('t');
      await reaches(bus, heard, 't');
      bus.unsubscribe('t');
    }
  });

  it('keep topics and payloads of any characters', async () => {
    const { bus, heard } = await start({ url, prefix: newPrefix() });
    bus.subscribe('ü \0*?[');
    bus.publish('ü \0*?[', 'too early to be heard');
    await reaches(bus, heard, 'ü \0*?[');
  });

  it('go over a copy of a client that was given, and leave that one alone', async () => {
    const client = createClient({ url });
    const prefix = newPrefix();
    const { bus, heard } = await start({ client, prefix });
    bus.subscribe('t');
    await reaches(bus, heard, 't');
    await bus.close();
    expect(client.isOpen).toBe(false);
    await client.connect();
    expect(await client.ping()).toBe('PONG');
    client.destroy();
  });

  it('go over any client with channels', async () => {
    const prefix = newPrefix();
    const [sender, listener] = [createClient({ url }), createClient({ url })];
    await Promise.all([sender.connect(), listener.connect()]);
    let reconnected: () => void = () => undefined;
    const { bus, heard } = await start({
      prefix,
      adapter: {
        publish: (channel, message) => sender.publish(channel, message),
        subscribe: async (channel, onMessage) => {
          await listener.subscribe(channel, onMessage);
          return () => listener.unsubscribe(channel);
        },
        onReconnect: (tell) => {
          reconnected = tell;
        },
      },
    });
    bus.subscribe('t');
    await reaches(bus, heard, 't');
    reconnected();
    await until(() => heard.interruptions === 1, 'the interruption');
    await bus.close();
    bus.publish('t', 'late');
    expect(await sender.ping()).toBe('PONG');
    sender.destroy();
    listener.destroy();
  });

  it('are dropped when an adapter fails', async () => {
    const { bus } = await start({
      adapter: {
        publish: () => Promise.reject(new Error('no')),
        subscribe: () => {
          throw new Error('no');
        },
      },
    });
    bus.subscribe('t');
    bus.publish('t', '1');
    await new Promise((resolve) => setImmediate(resolve));
    bus.unsubscribe('t');
  });
});

describe('redisBus', () => {
  it('takes one way to a Redis only', () => {
    expect(() => redisBus({ url: 'redis://x', client: createClient() })).toThrow(TypeError);
  });

  it('starts where nobody listens, drops what it is given, and can be closed', async () => {
    const nobody = createServer().listen(0, '127.0.0.1');
    await once(nobody, 'listening');
    const { port } = nobody.address() as AddressInfo;
    nobody.close();
    const { bus, heard } = await start({ url: `redis://127.0.0.1:${port}` });
    bus.subscribe('t');
    for (let n = 0; n < 20_000; n += 1) bus.publish('t', String(n));
    await bus.close();
    await bus.close();
    expect(heard).toMatchObject({ messages: [], interruptions: 0 });
  });
});

(OwnRedis.isExpected() ? describe : describe.skip)('a Redis that is restarted', () => {
  let own: OwnRedis;

  beforeAll(async () => {
    own = await OwnRedis.start();
  });
  afterAll(() => own.close());

  it('is an interruption, after which hints arrive again', async () => {
    const [one, two] = await Promise.all([start({ url: own.url }), start({ url: own.url })]);
    two.bus.subscribe('t');
    await reaches(one.bus, two.heard, 't');
    await own.stop();
    one.bus.publish('t', 'lost');
    two.bus.subscribe('new');
    await own.start();
    await until(() => two.heard.interruptions === 1, 'the interruption');
    await reaches(one.bus, two.heard, 't');
    await reaches(one.bus, two.heard, 'new');
    expect(two.heard.messages).not.toContain('t lost');
  });

  it('may come after its clients', async () => {
    await own.stop();
    const { bus, heard } = await start({ url: own.url });
    bus.subscribe('t');
    await own.start();
    await until(() => heard.interruptions === 1, 'the interruption');
    await reaches(bus, heard, 't');
  });
});
