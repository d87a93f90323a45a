import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';

import type { BusReceiver } from '@flightdeck/store/engine';
import { until, withDeadline } from '@flightdeck/testing';

import { PostgresNotifyTransport } from '../src/index.js';
import { describePostgres } from './support/describe-postgres.js';
import { Relay } from './support/relay.js';

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

await describePostgres('hints over NOTIFY', (postgres) => {
  const schema = postgres.newSchema();
  const open: PostgresNotifyTransport[] = [];

  async function start(
    url = postgres.url,
    name = schema,
  ): Promise<{ transport: PostgresNotifyTransport; heard: Heard }> {
    const transport = new PostgresNotifyTransport({ url, schema: name });
    open.push(transport);
    const heard = new Heard();
    await withDeadline(transport.start(heard), 'the first attempt', 8_000);
    return { transport, heard };
  }

  afterEach(async () => {
    await Promise.all(open.splice(0).map((transport) => transport.close()));
  });

  it('reach who subscribes to their topic in the same schema, and nobody else', async () => {
    const [one, two, other] = [await start(), await start(), await start(postgres.url, 'other')];
    two.transport.subscribe('a');
    two.transport.subscribe('gone');
    two.transport.unsubscribe('gone');
    other.transport.subscribe('a');
    for (const [topic, payload] of [
      ['gone', '1'],
      ['b', '2'],
      ['a', 'ü\0"'],
    ] as const) {
      one.transport.publish(topic, payload);
    }
    await until(() => two.heard.messages.length > 0, 'a message');
    expect(two.heard.messages).toEqual(['a ü\0"']);
    expect(other.heard.messages).toEqual([]);
    expect([one.heard.interruptions, two.heard.interruptions]).toEqual([0, 0]);
  });

  it('all arrive when there are many', async () => {
    const [one, two] = [await start(), await start()];
    two.transport.subscribe('t');
    const sent = Array.from({ length: 3_000 }, (_, n) => `t ${n}`);
    for (let n = 0; n < sent.length; n += 1) one.transport.publish('t', String(n));
    await until(() => two.heard.messages.length >= sent.length, 'all messages');
    expect(two.heard.messages).toEqual(sent);
  });

  it('say that some may be lost after every reconnect, and go on', async () => {
    const relay = await Relay.to(postgres.url);
    const { transport, heard } = await start(relay.url);
    transport.subscribe('t');
    for (const round of [1, 2]) {
      relay.cut();
      await until(() => heard.interruptions >= round, 'the reconnect');
      await until(() => {
        transport.publish('t', String(round));
        return heard.messages.includes(`t ${round}`);
      }, 'a message');
    }
    await transport.close();
    await relay.close();
  });

  it('are dropped while nobody answers, without an error', async () => {
    const nobody = createServer().listen(0, '127.0.0.1');
    await once(nobody, 'listening');
    const { port } = nobody.address() as AddressInfo;
    nobody.close();
    const { transport, heard } = await start(`postgres://127.0.0.1:${port}/test`);
    transport.subscribe('t');
    for (let n = 0; n < 20_000; n += 1) transport.publish('t', String(n));
    await transport.close();
    transport.publish('t', 'late');
    expect(heard).toMatchObject({ messages: [], interruptions: 0 });
  });

  it('ends when it is closed while it connects', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = mute.address() as AddressInfo;
    const transport = new PostgresNotifyTransport({
      url: `postgres://127.0.0.1:${port}/test`,
      schema,
    });
    const started = transport.start(new Heard());
    await transport.close();
    await withDeadline(started, 'the attempt to end', 8_000);
    mute.close();
  });
});
