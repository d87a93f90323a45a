import assert from 'node:assert/strict';
import type { CopilotRuntimeOptions } from '@flightdeck/core';
import { ScriptedAgent } from '../agents/scripted-agent.js';
import { runBodySaying } from '../http/run-input.js';
import { jsonOf } from '../http/runtime-client.js';
import { collectRun } from '../sse/collect-run.js';
import type { ContractSuite, Mounted } from './contract-suite.js';

const READING = ['/threads', '/threads/a/messages', '/threads/a/events', '/threads/a/state'];
const CHANGING = [
  ['PATCH', '/threads/a'],
  ['DELETE', '/threads/a'],
  ['POST', '/threads/a/archive'],
  ['POST', '/threads/clear'],
] as const;

/** protocol.md 5.7 by environment and identity. */
export function describeThreads(suite: ContractSuite): void {
  const { api } = suite;
  const mounted = (
    options: Partial<CopilotRuntimeOptions>,
    body: (server: Mounted) => Promise<void>,
  ): Promise<void> => suite.use({ agents: { default: new ScriptedAgent() }, ...options }, {}, body);

  api.describe('threads', () => {
    for (const transport of ['rest', 'single'] as const) {
      api.it(`threads are closed in production without an identity (${transport})`, () =>
        mounted({}, async ({ client }) => {
          for (const path of READING) {
            const response = await client(transport).resource('GET', path);
            assert.equal((await jsonOf(response, 403)).code, 'identity_required', path);
          }
          for (const [verb, path] of CHANGING) {
            const response = await client(transport).resource(verb, path, {});
            assert.equal((await jsonOf(response, 403)).code, 'identity_required', path);
          }
        }),
      );
    }

    api.it('runs and connects need no identity in production', () =>
      mounted({}, async ({ rest }) => {
        const body = runBodySaying('hello');
        await collectRun(await rest.run('default', body));
        await collectRun(await rest.connect('default', body));
      }),
    );

    api.it('all threads can be cleared in development', () =>
      mounted({ environment: 'development' }, async ({ rest }) => {
        await collectRun(await rest.run('default', runBodySaying('hello')));
        const response = await rest.resource('POST', '/threads/clear', {});
        assert.equal(response.status, 204);
        assert.equal(await response.text(), '');
        const { threads } = await jsonOf(await rest.resource('GET', '/threads'));
        assert.deepEqual(threads, []);
      }),
    );

    api.it('clearing threads is off in production even for somebody with an identity', () =>
      mounted({ identifyUser: () => ({ id: 'ada' }) }, async ({ rest }) => {
        await collectRun(await rest.run('default', runBodySaying('hello')));
        await jsonOf(await rest.resource('POST', '/threads/clear', {}), 403);
        const { threads } = await jsonOf(await rest.resource('GET', '/threads'));
        assert.equal((threads as unknown[]).length, 1);
      }),
    );

    api.it('runtimes do not share threads', () =>
      mounted({ environment: 'development' }, async ({ rest }) => {
        await collectRun(await rest.run('default', runBodySaying('hello')));
        await mounted({ environment: 'development' }, async ({ rest: other }) => {
          const { threads } = await jsonOf(await other.resource('GET', '/threads'));
          assert.deepEqual(threads, []);
        });
      }),
    );
  });
}
