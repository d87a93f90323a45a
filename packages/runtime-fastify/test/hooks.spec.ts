import { describe, expect, it } from '@jest/globals';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { copilotFastify } from '@flightdeck/runtime-fastify';
import { ScriptedAgent, until } from '@flightdeck/testing';

import { expectInfo, expectRun, startRun } from './support/requests.js';
import { createApp, runtimeWith, serveApp } from './support/serve-app.js';

describe('hooks of the application', () => {
  it.each(['onRequest', 'preParsing', 'preValidation', 'preHandler'] as const)(
    'guard the runtime: %s [adapters.fastify.hooks]',
    async (name) => {
      const agent = new ScriptedAgent();
      const app = createApp();
      const guard = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
        if (request.headers.authorization === undefined) await reply.code(401).send({ who: '?' });
      };
      // The overloads of `addHook` know one name each.
      app.addHook(name as 'preHandler', guard);
      const runtime = runtimeWith({ agents: { default: agent } });
      app.register(copilotFastify, { runtime, basePath: '/c' });
      const url = await serveApp(app);
      const refused = await startRun(`${url}/c`);
      expect([refused.status, await refused.json()]).toEqual([401, { who: '?' }]);
      expect(agent.log.runs).toHaveLength(0);
      const headers = { authorization: 'Bearer a', 'content-type': 'application/json' };
      await expectRun(`${url}/c`, { headers });
    },
  );

  it('that are added to routes by their path find those of the runtime', async () => {
    const app = createApp();
    app.addHook('onRoute', (route) => {
      if (!/^\/c\/agent\/:agentId\/run\/?$/.test(route.url)) return;
      route.preHandler = async (_request, reply) => reply.code(403).send();
    });
    app.register(copilotFastify, { runtime: runtimeWith(), basePath: '/c' });
    const url = await serveApp(app);
    expect((await startRun(`${url}/c`)).status).toBe(403);
    expect((await fetch(`${url}/c/agent/default/run/`, { method: 'POST' })).status).toBe(403);
    await expectInfo(`${url}/c`);
  });

  it('do not apply outside of the scope that they belong to', async () => {
    const app = createApp();
    app.register(
      async (scope) => {
        scope.addHook('onRequest', async (_request, reply) => reply.code(403).send());
        scope.register(copilotFastify, { runtime: runtimeWith() });
      },
      { prefix: '/closed' },
    );
    app.register(copilotFastify, { runtime: runtimeWith(), prefix: '/open' });
    const url = await serveApp(app);
    expect((await fetch(`${url}/closed/info`)).status).toBe(403);
    await expectInfo(`${url}/open`);
  });

  it('leave what they know on the request that the runtime hands on', async () => {
    const app = createApp();
    app.decorateRequest('user', '');
    app.addHook('onRequest', async (request) => void Object.assign(request, { user: 'Ada' }));
    const seen: unknown[] = [];
    const runtime = runtimeWith({
      identifyUser: (_request, { nativeRequest }) => {
        seen.push((nativeRequest as { user?: string }).user);
        return { id: 'u1' };
      },
    });
    app.register(copilotFastify, { runtime, basePath: '/c' });
    await expectInfo(`${await serveApp(app)}/c`);
    expect(seen).toEqual(['Ada']);
  });

  it('set headers that reach streams and other responses [adapters.fastify.hooks]', async () => {
    const app = createApp();
    app.addHook('onRequest', async (_request, reply) => {
      reply.header('x-served-by', 'app').header('set-cookie', ['a=1', 'b=2']);
    });
    app.register(copilotFastify, { runtime: runtimeWith(), basePath: '/c' });
    const url = await serveApp(app);
    for (const response of [await expectRun(`${url}/c`), await fetch(`${url}/c/info`)]) {
      expect(response.headers.get('x-served-by')).toBe('app');
      expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    }
  });

  it('hear of the end of a run', async () => {
    const ends: [string | undefined, number][] = [];
    const app = createApp();
    app.addHook('onResponse', async (request, reply) => {
      ends.push([request.routeOptions.url, reply.statusCode]);
    });
    app.register(copilotFastify, { runtime: runtimeWith(), basePath: '/c' });
    const url = await serveApp(app);
    await expectRun(`${url}/c`);
    await until(() => ends.length === 1, 'the end of the response');
    expect(ends).toEqual([['/c/agent/:agentId/run', 200]]);
  });

  it('have no part in what goes wrong behind them', async () => {
    const app = createApp();
    app.setErrorHandler((_error, _request, reply) => reply.code(418).send());
    const errors: unknown[] = [];
    const hooks = {
      onRequest: () => {
        throw new Error('secret');
      },
      onError: ({ error }: { error: unknown }) => void errors.push(error),
    };
    const silence = (): void => undefined;
    const logger = { debug: silence, info: silence, warn: silence, error: silence };
    app.register(copilotFastify, { runtime: runtimeWith({ logger }), basePath: '/c', hooks });
    const response = await startRun(`${await serveApp(app)}/c`);
    expect([response.status, await response.json()]).toEqual([500, { error: 'internal_error' }]);
    expect(errors).toHaveLength(1);
  });
});
