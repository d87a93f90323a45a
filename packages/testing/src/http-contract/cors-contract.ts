import assert from 'node:assert/strict';
import type { CopilotCorsConfig, CopilotRuntimeHooks } from '@flightdeck/core';
import { ScriptedAgent } from '../agents/scripted-agent.js';
import { runBody, runBodySaying } from '../http/run-input.js';
import { jsonOf } from '../http/runtime-client.js';
import { collectRun } from '../sse/collect-run.js';
import type { ContractSuite, Mounted } from './contract-suite.js';

const ORIGIN = 'https://app.example';
const OTHER = 'https://evil.example';

const ALLOW_ORIGIN = 'access-control-allow-origin';

/** A preflight as browsers send it. */
function preflight({ rest }: Mounted, origin = ORIGIN, path = '/info'): Promise<Response> {
  return rest.request(path, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization, x-tenant',
    },
  });
}

async function headersOf(response: Promise<Response>): Promise<Headers> {
  const { headers, body } = await response;
  await body?.cancel();
  return headers;
}

function list(value: string | null): string[] {
  return (value ?? '').split(',').map((name) => name.trim().toLowerCase());
}

/** protocol.md 3, with the defects of section 17 (T1 to T3) left out. */
export function describeCors(suite: ContractSuite): void {
  const { api } = suite;
  const mounted = (
    cors: boolean | CopilotCorsConfig,
    body: (server: Mounted) => Promise<void>,
    hooks: CopilotRuntimeHooks = {},
  ): Promise<void> =>
    suite.use({ agents: { default: new ScriptedAgent() } }, { cors, hooks }, body);
  const from = ({ rest }: Mounted, origin: string): Promise<Response> =>
    rest.request('/info', { headers: { origin } });

  api.describe('CORS', () => {
    api.it('no CORS headers are sent where it is off', () =>
      mounted(false, async (server) => {
        assert.equal((await headersOf(from(server, ORIGIN))).get(ALLOW_ORIGIN), null);
      }),
    );

    api.it('OPTIONS is a wrong verb where it is off', () =>
      mounted(false, async (server) => {
        const response = await preflight(server);
        assert.equal(response.headers.get('allow'), 'GET');
        assert.deepEqual(await jsonOf(response, 405), { error: 'Method not allowed' });
      }),
    );

    api.it('every site may call where it is on', () =>
      mounted(true, async (server) => {
        assert.equal((await headersOf(from(server, ORIGIN))).get(ALLOW_ORIGIN), '*');
      }),
    );

    api.it('a preflight is answered 204 without a body', () =>
      mounted(true, async (server) => {
        const response = await preflight(server);
        assert.equal(response.status, 204);
        assert.equal(await response.text(), '');
      }),
    );

    api.it('a preflight allows the headers that it asks for', () =>
      mounted(true, async (server) => {
        const headers = await headersOf(preflight(server));
        const allowed = list(headers.get('access-control-allow-headers'));
        assert.ok(allowed.includes('authorization'));
        assert.ok(allowed.includes('x-tenant'));
      }),
    );

    api.it('a preflight allows every verb that a route has', () =>
      mounted(true, async (server) => {
        const headers = await headersOf(preflight(server));
        const allowed = list(headers.get('access-control-allow-methods'));
        for (const verb of ['get', 'post', 'patch', 'delete']) assert.ok(allowed.includes(verb));
      }),
    );

    api.it('a preflight is answered on paths with parameters and at the base path', () =>
      mounted(true, async (server) => {
        for (const path of ['/agent/default/run', '/threads/a', '']) {
          const response = await preflight(server, ORIGIN, path);
          assert.equal(response.status, 204, path);
          assert.equal(response.headers.get(ALLOW_ORIGIN), '*', path);
        }
      }),
    );

    api.it('errors carry CORS headers, so that scripts can read them', () =>
      mounted(true, async ({ rest }) => {
        const response = await rest.run('nobody', runBody(), { headers: { origin: ORIGIN } });
        assert.equal(response.status, 404);
        assert.equal(response.headers.get(ALLOW_ORIGIN), '*');
        await response.text();
      }),
    );

    api.it('streams carry CORS headers', () =>
      mounted(true, async ({ rest }) => {
        const options = { headers: { origin: ORIGIN } };
        const run = await collectRun(await rest.run('default', runBodySaying('hello'), options));
        assert.equal(run.response.headers.get(ALLOW_ORIGIN), '*');
      }),
    );

    for (const [title, origin] of [
      ['a list', [ORIGIN]],
      ['a function', (candidate: string) => (candidate === ORIGIN ? candidate : null)],
    ] as const) {
      api.it(`an origin that ${title} allows is named, and caches are told`, () =>
        mounted({ origin }, async (server) => {
          const headers = await headersOf(from(server, ORIGIN));
          assert.equal(headers.get(ALLOW_ORIGIN), ORIGIN);
          assert.ok(list(headers.get('vary')).includes('origin'));
        }),
      );

      api.it(`an origin that ${title} does not allow gets no permission, and caches are told`, () =>
        mounted({ origin }, async (server) => {
          for (const headers of [
            await headersOf(from(server, OTHER)),
            await headersOf(preflight(server, OTHER)),
          ]) {
            assert.equal(headers.get(ALLOW_ORIGIN), null);
            assert.ok(list(headers.get('vary')).includes('origin'));
          }
        }),
      );
    }

    api.it('cookies are allowed for an origin that is named', () =>
      mounted({ origin: [ORIGIN], credentials: true }, async (server) => {
        const headers = await headersOf(from(server, ORIGIN));
        assert.equal(headers.get(ALLOW_ORIGIN), ORIGIN);
        assert.equal(headers.get('access-control-allow-credentials'), 'true');
      }),
    );

    api.it('cookies for every origin are refused when the runtime is mounted', () =>
      assert.rejects(mounted({ credentials: true }, async () => undefined)),
    );

    api.it('headers of responses are exposed as configured', () =>
      mounted({ exposeHeaders: ['x-thread-cursor'] }, async (server) => {
        const headers = await headersOf(from(server, ORIGIN));
        assert.equal(headers.get('access-control-expose-headers'), 'x-thread-cursor');
      }),
    );

    api.it('the life of a preflight is told as configured', () =>
      mounted({ maxAge: 600 }, async (server) => {
        assert.equal((await headersOf(preflight(server))).get('access-control-max-age'), '600');
      }),
    );

    if (!suite.traits.hasMountOptions) return;

    api.it('a Response of a hook carries CORS headers, too', () =>
      mounted(
        true,
        async (server) => {
          assert.equal((await headersOf(from(server, ORIGIN))).get(ALLOW_ORIGIN), '*');
        },
        {
          onRequest: () => {
            throw new Response(null, { status: 401 });
          },
        },
      ),
    );
  });
}
