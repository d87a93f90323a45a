import assert from 'node:assert/strict';
import type { CopilotRuntimeHooks, CopilotRuntimeOptions } from '@flightdeck/core';
import { ScriptedAgent } from '../agents/scripted-agent.js';
import { runBody, runBodySaying, userMessage } from '../http/run-input.js';
import { jsonOf } from '../http/runtime-client.js';
import { collectRun, textOf } from '../sse/collect-run.js';
import type { ContractSuite, Mounted } from './contract-suite.js';

type HookName = 'onRequest' | 'beforeRequestMiddleware' | 'onBeforeHandler' | 'onResponse';

const HOOKS: readonly HookName[] = [
  'onRequest',
  'beforeRequestMiddleware',
  'onBeforeHandler',
  'onResponse',
];

/** The request with another body. */
function withBody(request: Request, body: unknown): Request {
  const { method, headers } = request;
  return new Request(request.url, { method, headers, body: JSON.stringify(body) });
}

/** protocol.md 12: who is asked when, and what each may change. */
export function describeHooks(suite: ContractSuite): void {
  const { api } = suite;
  if (!suite.traits.hasMountOptions) return;

  /** A runtime with `hook` in one of the places. */
  const hooked = async (
    where: HookName,
    hook: () => unknown,
    body: (server: Mounted & { readonly agent: ScriptedAgent }) => Promise<void>,
    further: CopilotRuntimeHooks = {},
  ): Promise<void> => {
    const agent = new ScriptedAgent();
    const options: CopilotRuntimeOptions = {
      agents: { default: agent },
      ...(where === 'beforeRequestMiddleware' ? { beforeRequestMiddleware: hook as never } : {}),
    };
    const hooks = where === 'beforeRequestMiddleware' ? further : { ...further, [where]: hook };
    await suite.use(options, { hooks }, (server) => body({ ...server, agent }));
  };
  const withHooks = (
    hooks: CopilotRuntimeHooks,
    body: (server: Mounted & { readonly agent: ScriptedAgent }) => Promise<void>,
  ): Promise<void> => hooked('beforeRequestMiddleware', () => undefined, body, hooks);

  api.describe('hooks', () => {
    api.it('hooks run in their order, once per request', async () => {
      const order: string[] = [];
      const note = (name: string) => (): void => void order.push(name);
      const hooks = {
        onRequest: note('onRequest'),
        onBeforeHandler: note('onBeforeHandler'),
        onResponse: note('onResponse'),
        onError: note('onError'),
      };
      await hooked(
        'beforeRequestMiddleware',
        note('beforeRequestMiddleware'),
        async ({ rest }) => {
          await jsonOf(await rest.info());
          assert.deepEqual(order, HOOKS);
        },
        hooks,
      );
    });

    api.it('hooks are told the route and its ids, wherever these stand', async () => {
      const routes: unknown[] = [];
      const hooks: CopilotRuntimeHooks = {
        onBeforeHandler: ({ route }) => void routes.push({ ...route }),
      };
      await withHooks(hooks, async ({ rest, single }) => {
        for (const client of [rest, single]) {
          await client.info();
          for (const stream of ['run', 'connect', 'suggest'] as const) {
            await collectRun(
              await client[stream]('default', runBodySaying('a', { threadId: 't' })),
            );
            await jsonOf(await client.stop('default', 't'));
          }
        }
        const agentId = 'default';
        const threadId = 't';
        const stop = { method: 'agent/stop', agentId, threadId };
        const expected = [
          { method: 'info' },
          { method: 'agent/run', agentId, threadId },
          stop,
          { method: 'agent/connect', agentId, threadId },
          stop,
          { method: 'agent/suggest', agentId, threadId },
          stop,
        ];
        assert.deepEqual(routes.slice(0, expected.length), expected);
        assert.deepEqual(routes.slice(expected.length), expected);
      });
    });

    api.it('hooks and factories are told who calls', async () => {
      const seen: unknown[] = [];
      const options: CopilotRuntimeOptions = {
        agents: ({ identity }) => {
          seen.push(identity);
          return { default: new ScriptedAgent() };
        },
        identifyUser: (request) => ({ id: request.headers.get('x-user') ?? '', tenantId: 't' }),
      };
      const hooks: CopilotRuntimeHooks = {
        onBeforeHandler: ({ identity }) => void seen.push(identity),
      };
      await suite.use(options, { hooks }, async ({ rest }) => {
        await jsonOf(await rest.withHeaders({ 'x-user': 'ada' }).info());
        const ada = { id: 'ada', tenantId: 't' };
        assert.deepEqual(seen, [ada, ada]);
      });
    });

    api.it('hooks are told the path without its query', async () => {
      const paths: string[] = [];
      const hooks = { onRequest: ({ path }: { path: string }) => void paths.push(path) };
      await withHooks(hooks, async ({ rest }) => {
        await jsonOf(await rest.request('/info?a=b'));
        assert.match(paths[0] ?? '', /\/info$/);
      });
    });

    api.it('a hook sees the request with its URL, verb and headers', async () => {
      const seen: string[] = [];
      const hooks: CopilotRuntimeHooks = {
        onRequest({ request }) {
          const { pathname, search } = new URL(request.url);
          seen.push(request.method, `${pathname}${search}`, request.headers.get('x-tenant') ?? '');
        },
      };
      await withHooks(hooks, async ({ rest, baseUrl }) => {
        await jsonOf(await rest.withHeaders({ 'x-tenant': 't' }).request('/info?a=b'));
        assert.deepEqual(seen, ['GET', `${new URL(baseUrl).pathname}/info?a=b`, 't']);
      });
    });

    for (const where of ['onRequest', 'beforeRequestMiddleware', 'onBeforeHandler'] as const) {
      api.it(`a Response thrown from ${where} is the answer`, () =>
        hooked(
          where,
          () => {
            throw new Response('no', { status: 401, headers: { 'www-authenticate': 'Bearer' } });
          },
          async ({ rest, agent }) => {
            const response = await rest.run('default', runBodySaying('hello'));
            assert.equal(response.status, 401);
            assert.equal(response.headers.get('www-authenticate'), 'Bearer');
            assert.equal(await response.text(), 'no');
            assert.equal(agent.log.runs.length, 0);
          },
        ),
      );

      api.it(`a Response thrown from ${where} passes onResponse`, async () => {
        const statuses: number[] = [];
        await hooked(
          where,
          () => {
            throw new Response(null, { status: 401 });
          },
          async ({ rest }) => {
            await rest.info();
            assert.deepEqual(statuses, [401]);
          },
          { onResponse: ({ response }) => void statuses.push(response.status) },
        );
      });

      api.it(`a request with another body that ${where} returns is the one carried out`, () => {
        const replacement = runBody({ messages: [userMessage('other')] });
        const replace = ({ request }: { request: Request }): Request =>
          withBody(request, replacement);
        return hooked(where, replace as never, async ({ rest, agent }) => {
          await collectRun(await rest.run('default', runBodySaying('hello')));
          assert.deepEqual(agent.log.lastRun.input.messages, replacement.messages);
        });
      });

      api.it(`headers that ${where} adds reach the agent`, () => {
        const replace = ({ request }: { request: Request }): Request => {
          const headers = new Headers(request.headers);
          headers.set('x-user', 'ada');
          return new Request(request, { headers });
        };
        return hooked(where, replace as never, async ({ rest, agent }) => {
          await collectRun(await rest.run('default', runBodySaying('hello')));
          assert.equal(agent.log.lastRun.headers['x-user'], 'ada');
        });
      });

      api.it(`the body is still there after ${where} has read it`, () => {
        const read = async ({ request }: { request: Request }): Promise<void> => {
          await request.text();
        };
        return hooked(where, read as never, async ({ rest }) => {
          const { events } = await collectRun(await rest.run('default', runBodySaying('hello')));
          assert.equal(textOf(events), 'Hello');
        });
      });
    }

    for (const where of HOOKS) {
      api.it(`what else ${where} throws is answered 500 and told to onError once`, async () => {
        const errors: unknown[] = [];
        const thrown = new Error('secret');
        await hooked(
          where,
          () => {
            throw thrown;
          },
          async ({ rest }) => {
            assert.deepEqual(await jsonOf(await rest.info(), 500), { error: 'internal_error' });
            assert.deepEqual(errors, [thrown]);
          },
          { onError: ({ error }) => void errors.push(error) },
        );
      });
    }

    api.it('a URL that a hook rewrites does not change the route', () =>
      withHooks(
        { onRequest: ({ request }) => new Request('http://elsewhere.test/other', request) },
        async ({ rest }) => {
          await jsonOf(await rest.info());
        },
      ),
    );

    api.it('onError may answer', () =>
      hooked(
        'onRequest',
        () => {
          throw new Error('broken');
        },
        async ({ rest }) => {
          const response = await rest.info();
          assert.equal(response.status, 503);
          assert.equal(await response.text(), 'later');
        },
        { onError: () => new Response('later', { status: 503 }) },
      ),
    );

    api.it('onError that throws itself does not change the answer', () =>
      hooked(
        'onRequest',
        () => {
          throw new Error('broken');
        },
        async ({ rest }) => {
          assert.deepEqual(await jsonOf(await rest.info(), 500), { error: 'internal_error' });
        },
        {
          onError: () => {
            throw new Error('broken, too');
          },
        },
      ),
    );

    api.it('onError is told of an agent that fails during a run, with the route', async () => {
      const failures: unknown[] = [];
      const agent = new ScriptedAgent(function* failing() {
        yield { type: 'CUSTOM', name: 'a', value: 1 };
        throw new Error('broken');
      });
      const hooks: CopilotRuntimeHooks = {
        onError: ({ error, route }) =>
          void failures.push([(error as Error).message, route?.method]),
      };
      await suite.use({ agents: { default: agent } }, { hooks }, async ({ rest }) => {
        await collectRun(await rest.run('default', runBodySaying('hello')));
        assert.deepEqual(failures, [['broken', 'agent/run']]);
      });
    });

    api.it('onError is not told of documented errors', async () => {
      const errors: unknown[] = [];
      const hooks: CopilotRuntimeHooks = { onError: ({ error }) => void errors.push(error) };
      await withHooks(hooks, async ({ rest }) => {
        await jsonOf(await rest.run('nobody', runBody()), 404);
        await jsonOf(await rest.run('default', { threadId: 7 }), 400);
        assert.deepEqual(errors, []);
      });
    });

    api.it('onResponse may replace the response of a stream without holding it up', () => {
      const hooks: CopilotRuntimeHooks = {
        onResponse({ response }) {
          const headers = new Headers(response.headers);
          headers.set('x-added', '1');
          return new Response(response.body, { status: response.status, headers });
        },
      };
      return withHooks(hooks, async ({ rest }) => {
        const run = await collectRun(await rest.run('default', runBodySaying('hello')));
        assert.equal(run.response.headers.get('x-added'), '1');
        assert.equal(textOf(run.events), 'Hello');
      });
    });

    api.it('a Response thrown from onResponse is the answer', () =>
      hooked(
        'onResponse',
        () => {
          throw new Response('instead', { status: 402 });
        },
        async ({ rest }) => {
          const response = await rest.info();
          assert.equal(response.status, 402);
          assert.equal(await response.text(), 'instead');
        },
      ),
    );

    api.it('onResponse sees what was answered before a route was found', async () => {
      const seen: unknown[] = [];
      const hooks: CopilotRuntimeHooks = {
        onResponse: ({ response, route }) => void seen.push([response.status, route]),
      };
      await withHooks(hooks, async ({ single }) => {
        await jsonOf(await single.envelope({ method: 'nonsense' }), 400);
        assert.deepEqual(seen, [[400, undefined]]);
      });
    });

    api.it('every cookie of a Response that a hook throws is set', () =>
      hooked(
        'onRequest',
        () => {
          const headers = new Headers();
          headers.append('set-cookie', 'a=1');
          headers.append('set-cookie', 'b=2');
          throw new Response(null, { status: 204, headers });
        },
        async ({ rest }) => {
          const { headers } = await rest.info();
          // A copy: the array may come from another realm.
          assert.deepEqual([...headers.getSetCookie()], ['a=1', 'b=2']);
        },
      ),
    );
  });
}
