import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ThreadRunActivityNotification } from '@copilotkit/core';
import type { StoreEngine } from '@flightdeck/core';
import { attachRealtime } from '@flightdeck/runtime-node';
import { memoryThreads } from '@flightdeck/store';
import { postgresThreads } from '@flightdeck/store-postgres';
import { sqliteThreads } from '@flightdeck/store-sqlite';
import { findPostgres } from '@flightdeck/testing';
import { Client } from 'pg';
import { send } from '../support/copilot-core.js';
import { createGate } from '../support/gate.js';
import { until } from '../support/until.js';
import { CoreFixture } from './support/core-fixture.js';
import { LiveLists, shows } from './support/live-lists.js';
import { pausedAnswer } from './support/paused-answer.js';

/** Makes the engines of two instances on the same threads. */
interface SharedThreads {
  engines(): readonly [StoreEngine, StoreEngine];
  drop(): Promise<void>;
}

async function inMemory(): Promise<SharedThreads> {
  const engine = memoryThreads();
  return { engines: () => [engine, engine], drop: async () => undefined };
}

async function inSqlite(): Promise<SharedThreads> {
  const folder = await mkdtemp(join(tmpdir(), 'flightdeck-'));
  const file = join(folder, 'threads.db');
  return {
    engines: () => [sqliteThreads({ file }), sqliteThreads({ file })],
    drop: () => rm(folder, { recursive: true }),
  };
}

const postgres = await findPostgres();

async function inPostgres(): Promise<SharedThreads> {
  const url = postgres?.url ?? '';
  const schema = `test_${randomBytes(6).toString('hex')}`;
  return {
    engines: () => [postgresThreads({ url, schema }), postgresThreads({ url, schema })],
    async drop() {
      const client = new Client({ connectionString: url });
      await client.connect();
      await client.query(
        `set client_min_messages = error; drop schema if exists "${schema}" cascade`,
      );
      await client.end();
    },
  };
}

const describePostgres = postgres === null ? describe.skip : describe;

describe('two instances on one memory [threads.realtime]', () => {
  describeInstances(inMemory);
});
describe('two instances on one SQLite file [threads.realtime]', () => {
  describeInstances(inSqlite);
});
describePostgres('two instances on one PostgreSQL (at DATABASE_URL or 127.0.0.1:5432)', () => {
  describeInstances(inPostgres);
  afterAll(() => postgres?.close());
});

function describeInstances(share: () => Promise<SharedThreads>): void {
  let threads: SharedThreads;
  let lists: LiveLists;
  const fixtures: CoreFixture[] = [];
  beforeEach(async () => {
    threads = await share();
    lists = new LiveLists();
  });
  afterEach(async () => {
    lists.release();
    for (const fixture of fixtures.splice(0).toReversed()) await fixture.release();
    await threads.drop();
  });

  it('let a client of one follow what happens on the other, as it happens', async () => {
    const gate = createGate();
    const realtime = { secret: 'a secret of more than 32 characters' };
    for (const engine of threads.engines()) {
      const fixture = new CoreFixture('rest');
      fixtures.push(fixture);
      await fixture.serve(pausedAnswer(gate), { threads: engine, realtime });
      attachRealtime(fixture.served.server, fixture.served.runtime);
    }
    const [here, there] = fixtures;
    if (here === undefined || there === undefined) throw new Error('There are two instances');

    // Nothing but this list makes the other instance do anything.
    const phone = await there.client({ threadId: 'one' });
    const list = await lists.open(phone, there.served);
    const seen: ThreadRunActivityNotification[] = [];
    list.subscribeToRunActivity?.((activity) => void seen.push(activity));

    const desk = await here.client({ threadId: 'one' });
    const sent = send(desk, { id: 'u1', content: 'hi' });
    await shows(list, 'one');
    await until('the run', () => seen.length > 0);
    const connected = phone.core.connectAgent({ agent: phone.agent() });
    const text = (): unknown => phone.agent().messages.at(-1)?.content;
    await until('the first half', () => text() === 'Hello');
    gate.open();
    await Promise.all([sent, connected]);
    expect(text()).toBe('Hello world');

    const client = await lists.open(desk, here.served);
    await client.renameThread('one', 'Colours');
    await until('the new name', () => list.getState().threads[0]?.name === 'Colours');
    await client.deleteThread('one');
    await until('the end of the thread', () => list.getState().threads.length === 0);
    expect(seen).toHaveLength(1);
    for (const each of [phone, desk]) each.expectErrors();
    for (const each of fixtures) each.guard.expectSilence();
  });
}
