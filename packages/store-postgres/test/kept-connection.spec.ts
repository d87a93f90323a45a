import { until } from '@flightdeck/testing';

import { KeptConnection } from '../src/notify/kept-connection.js';
import { describePostgres } from './support/describe-postgres.js';
import { Relay } from './support/relay.js';

await describePostgres('a kept connection', (postgres) => {
  let relay: Relay;
  let kept: KeptConnection | null = null;

  beforeEach(async () => {
    relay = await Relay.to(postgres.url);
  });
  afterEach(async () => {
    await kept?.close();
    await relay.close();
  });

  it('is replaced when it falls silent, though nobody has closed it', async () => {
    let reconnects = 0;
    kept = new KeptConnection({
      url: relay.url,
      checkEveryMs: 20,
      answerMs: 100,
      onReconnected: () => {
        reconnects += 1;
      },
    });
    await kept.start();
    const first = kept.client;
    expect(first).not.toBeNull();
    relay.silent = true;
    await until(() => kept?.client === null, 'the silence to be noticed');
    relay.silent = false;
    await until(() => reconnects === 1, 'another connection');
    expect(kept.client).not.toBe(first);
  });

  it('stays as long as it answers', async () => {
    kept = new KeptConnection({ url: relay.url, checkEveryMs: 1 });
    await kept.start();
    const { client } = kept;
    if (client === null) throw new Error('no connection');
    let checks = 0;
    const ask = client.query.bind(client);
    client.query = ((...args: Parameters<typeof ask>) => {
      checks += 1;
      return ask(...args);
    }) as typeof client.query;
    await until(() => checks >= 10, 'ten checks');
    expect(kept.client).toBe(client);
  });

  it('is not used before it is prepared, and tried again when that fails', async () => {
    let attempts = 0;
    kept = new KeptConnection({
      url: relay.url,
      prepare: async (client) => {
        attempts += 1;
        expect(kept?.client).toBeNull();
        await client.query(attempts === 1 ? 'select no_such_column' : 'select 1');
      },
    });
    await kept.start();
    expect(kept.client).toBeNull();
    await until(() => kept?.client !== null, 'a prepared connection');
    expect(attempts).toBe(2);
  });

  it('is not made again once it is closed', async () => {
    kept = new KeptConnection({ url: relay.url });
    await kept.start();
    await kept.close();
    expect(kept.client).toBeNull();
    await kept.start();
    expect(kept.client).toBeNull();
  });
});
