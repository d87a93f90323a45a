import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findPostgres, type FoundServer } from '@flightdeck/testing';
import pg from 'pg';
import { browserExpected } from './support/chromium.js';
import { buildDemo, type DemoBuild } from './support/demo-process.js';
import { conversationCases, threadListCases } from './support/two-browsers-cases.js';
import { useTwoBrowsers } from './support/use-two-browsers.js';

const postgres = await findPostgres();
const describeInBrowser = browserExpected ? describe : describe.skip;
const describeOnCluster = browserExpected && postgres !== null ? describe : describe.skip;

let build: DemoBuild;
beforeAll(async () => {
  build = await buildDemo('two-browsers');
}, 180_000);

describeInBrowser('two browsers on SQLite', () => {
  const browsers = useTwoBrowsers(() => build.start());
  conversationCases('sqlite', browsers);
  threadListCases('sqlite', browsers);
});

describeOnCluster('two browsers on three instances and PostgreSQL', () => {
  // Holds because the suite is skipped without one.
  const { url } = postgres as FoundServer;
  const schema = `demo_${randomUUID().replaceAll('-', '')}`;
  const env = { DEMO_DATABASE_URL: url, DEMO_DATABASE_SCHEMA: schema };
  const browsers = useTwoBrowsers(() => build.startCluster(env));
  const { demo, chat, other, allowTrouble } = browsers;
  afterAll(async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`drop schema if exists ${schema} cascade`);
    await client.end();
    await postgres?.close();
  });

  conversationCases('cluster', browsers);
  threadListCases('cluster', browsers);

  it('goes on with an answer whose instance was killed [client.resumable]', async () => {
    allowTrouble(/ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION|ERR_EMPTY_RESPONSE|WebSocket/);
    await chat().send('Give me a long answer');
    await chat().grownBeyond(100);
    await other().open(`${demo().url}/?thread=${chat().threadId}`);
    await other().grownBeyond(120);
    const seen = await chat().grownBeyond(150);
    process.kill(ownerIn(demo().output()), 'SIGKILL');
    // Without this the next words could still be those of the killed one.
    await delay(500);
    await chat().page.waitForFunction(
      (least) => (document.querySelector('main')?.innerText.length ?? 0) > least + 400,
      seen,
      { timeout: 40_000 },
    );
    await chat().idleAfter(1);
    await other().idleAfter(1);
    const [question, answer] = await chat().transcript();
    expect(question).toBe('Give me a long answer');
    expect(answer).toMatch(/^Here is a long answer\..*Thank you for reading to the end\.$/s);
    expect(await other().transcript()).toEqual([question, answer]);
  }, 90_000);

  it('goes on with what the agent was drawing when its instance was killed', async () => {
    allowTrouble(/ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION|ERR_EMPTY_RESPONSE|WebSocket/);
    allowTrouble(/Executing inline script violates/);
    await chat().send('Draw a clock');
    await chat().grownBeyond(3);
    process.kill(ownerIn(demo().output()), 'SIGKILL');
    const { page } = chat();
    const clock = page.frameLocator('iframe').getByRole('img', { name: 'A clock' });
    await clock.waitFor({ timeout: 40_000 });
    await page.getByText('There it is, in a frame of its own').waitFor();
    await chat().idleAfter(2);
    expect((await chat().transcript())[1]).toBe('Let me draw a clock.');
  }, 90_000);
});

/** The process of the instance that the last run was given to. */
function ownerIn(output: string): number {
  const owner = [...output.matchAll(/A run belongs to .* process (\d+)/g)].at(-1)?.[1];
  if (owner === undefined) throw new Error(`The cluster has not said who runs:\n${output}`);
  return Number(owner);
}
