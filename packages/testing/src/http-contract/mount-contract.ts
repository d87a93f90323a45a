import assert from 'node:assert/strict';
import { ScriptedAgent } from '../agents/scripted-agent.js';
import { runBodySaying } from '../http/run-input.js';
import { jsonOf } from '../http/runtime-client.js';
import { collectRun, textOf } from '../sse/collect-run.js';
import type { ContractSuite, Mounted } from './contract-suite.js';
import type { HttpMount } from './http-harness.js';

const NO_THREADS = { list: false, inspect: false, mutations: false, realtimeMetadata: false };

async function statusOf(response: Response): Promise<number> {
  await response.text();
  return response.status;
}

/** protocol.md 2: base paths and modes. */
export function describeMounts(suite: ContractSuite): void {
  const { api, traits } = suite;
  const mounted = (
    mount: Partial<HttpMount>,
    body: (server: Mounted) => Promise<void>,
  ): Promise<void> =>
    suite.use(
      { agents: { default: new ScriptedAgent() }, environment: 'development' },
      mount,
      body,
    );
  const runsOver = async ({ client }: Mounted, transport: 'rest' | 'single'): Promise<void> => {
    const { events } = await collectRun(
      await client(transport).run('default', runBodySaying('hello')),
    );
    assert.equal(textOf(events), 'Hello');
  };

  api.describe('mounts', () => {
    for (const basePath of ['/', '/a', '/a/b.c/d-e', '/with/slash/']) {
      api.it(`a runtime at the base path ${basePath} serves both transports`, () =>
        mounted({ basePath }, async (server) => {
          await runsOver(server, 'rest');
          await runsOver(server, 'single');
        }),
      );
    }

    api.it('a path that merely begins like the base path lies outside of it', () =>
      mounted({ basePath: '/api/copilot' }, async ({ rest }) => {
        const response = await rest.request('kit/info');
        assert.equal(response.status, 404);
        const text = await response.text();
        if (traits.answersForeignPaths) assert.deepEqual(JSON.parse(text), { error: 'Not found' });
      }),
    );

    api.it('an unknown path below the base path is answered 404', () =>
      mounted({}, async ({ rest }) => {
        const response = await rest.request('/nothing/here');
        assert.equal(response.status, 404);
        const text = await response.text();
        if (traits.answersUnknownPaths) assert.deepEqual(JSON.parse(text), { error: 'Not found' });
      }),
    );

    api.it('a longer path that ends like a route is not that route', () =>
      mounted({}, async ({ rest }) => {
        assert.equal(await statusOf(await rest.request('/x/y/info')), 404);
      }),
    );

    api.it('an agent id of any characters can be run and stopped', async () => {
      const id = 'a/b ?#%é';
      await suite.use({ agents: { [id]: new ScriptedAgent() } }, {}, async ({ rest, single }) => {
        for (const client of [rest, single]) {
          const body = runBodySaying('hello');
          await collectRun(await client.run(id, body));
          assert.equal((await jsonOf(await client.stop(id, body.threadId))).stopped, false);
        }
      });
    });

    api.it('an agent called info is an agent', () =>
      suite.use({ agents: { info: new ScriptedAgent() } }, {}, async ({ rest }) => {
        await collectRun(await rest.run('info', runBodySaying('hello')));
      }),
    );
  });

  if (!traits.hasMountOptions) return;

  api.describe('mounts with a mode', () => {
    api.it('a mount for REST only tells a client that sends envelopes what is wrong', () =>
      mounted({ mode: 'multi-route' }, async ({ single }) => {
        const body = await jsonOf(await single.envelope({ method: 'info' }), 404);
        assert.equal(body.error, 'Not found');
        assert.equal(body.code, 'single_route_envelope_against_multi_route_runtime');
        assert.ok(typeof body.message === 'string' && body.message !== '');
      }),
    );

    api.it('a mount for REST only answers other JSON at its base path with a plain 404', () =>
      mounted({ mode: 'multi-route' }, async ({ single }) => {
        const response = await single.envelope({ method: 'nonsense' });
        assert.equal(response.status, 404);
        assert.doesNotMatch(await response.text(), /single_route/);
      }),
    );

    api.it('a mount for REST only serves REST', () =>
      mounted({ mode: 'multi-route' }, (server) => runsOver(server, 'rest')),
    );

    api.it('a mount for envelopes only serves envelopes', () =>
      mounted({ mode: 'single-route' }, (server) => runsOver(server, 'single')),
    );

    api.it('a mount for envelopes only is served with a trailing slash, too', () =>
      mounted({ mode: 'single-route' }, async ({ rest }) => {
        const headers = { 'content-type': 'application/json' };
        const init = { method: 'POST', headers, body: '{"method":"info"}' };
        await jsonOf(await rest.request('/', init));
      }),
    );

    api.it('a mount for envelopes only does not serve REST', () =>
      mounted({ mode: 'single-route' }, async ({ rest }) => {
        assert.equal(await statusOf(await rest.info()), 404);
        assert.equal(await statusOf(await rest.run('default', runBodySaying('hello'))), 404);
      }),
    );

    api.it('a mount for envelopes only lets the probe for REST fail', () =>
      mounted({ mode: 'single-route' }, async ({ rest }) => {
        const status = await statusOf(await rest.request(''));
        assert.ok(status === 404 || status === 405, String(status));
      }),
    );

    api.it('a mount for envelopes only offers threads through them alone', () =>
      mounted({ mode: 'single-route' }, async ({ single }) => {
        const info = await jsonOf(await single.info());
        const { threadEndpoints } = info.singleRoute as { threadEndpoints: { list: boolean } };
        assert.deepEqual(info.threadEndpoints, NO_THREADS);
        assert.equal(threadEndpoints.list, true);
      }),
    );
  });
}
