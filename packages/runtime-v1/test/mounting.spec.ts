import { createServer, request as httpRequest } from 'node:http';
import { createRequire } from 'node:module';
import { afterEach, describe, expect, it } from '@jest/globals';
import { listenOnLoopback, ScriptedAgent, until } from '@flightdeck/testing';
import express5 from 'express';
import {
  CopilotRuntime,
  copilotRuntimeNodeExpressEndpoint,
  type CreateCopilotRuntimeServerOptions,
} from '../src/index.js';

const runtime = new CopilotRuntime({ agents: { default: new ScriptedAgent() } });
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const endpointAt = (options: Partial<CreateCopilotRuntimeServerOptions>) =>
  copilotRuntimeNodeExpressEndpoint({ runtime, ...options });

const postInfo = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: '{"method":"info"}',
  });

// Its types are those of the other major.
const express4 = createRequire(import.meta.url)('express-v4') as typeof express5;

/** The first question of clients before 1.50. */
const askAgents = async (url: string): Promise<unknown> => {
  const query = 'query availableAgents { availableAgents { agents { name id description } } }';
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ operationName: 'availableAgents', query, variables: {} }),
  });
  return response.json();
};

const EXPRESS = [
  { major: 4, express: express4 },
  { major: 5, express: express5 },
] as const;

describe.each(EXPRESS)('an endpoint in Express $major', ({ express }) => {
  type App = ReturnType<typeof express5>;

  /** An application whose own answer is 418. */
  const serve = async (mount: (app: App) => void): Promise<string> => {
    const app = express() as App;
    mount(app);
    app.use((_req, res) => void res.status(418).end());
    const server = await listenOnLoopback(createServer(app));
    closers.push(server.close);
    return server.origin;
  };

  const MOUNTS: Readonly<Record<string, (app: App) => void>> = {
    'app.use(path, handler), as documented': (app) => {
      app.use('/copilotkit', endpointAt({ endpoint: '/copilotkit' }));
    },
    'app.use(path, (req, res) => handler(req, res)), with a new runtime for each request': (
      app,
    ) => {
      app.use('/copilotkit', (req, res) => {
        const perRequest = new CopilotRuntime({ agents: { default: new ScriptedAgent() } });
        const handler = copilotRuntimeNodeExpressEndpoint({
          endpoint: '/copilotkit',
          runtime: perRequest,
        });
        return handler(req, res);
      });
    },
    'app.use(path, handler) with the endpoint /': (app) => {
      app.use('/copilotkit', endpointAt({ endpoint: '/' }));
    },
    'app.use(path, handler) without an endpoint': (app) => {
      app.use('/copilotkit', endpointAt({}));
    },
    'app.use(path, handler) with an endpoint that is somewhere else': (app) => {
      app.use('/copilotkit', endpointAt({ endpoint: '/api/chat' }));
    },
    'app.post(path, handler)': (app) => {
      app.post('/copilotkit', endpointAt({ endpoint: '/copilotkit' }));
      app.get('/copilotkit/info', endpointAt({ endpoint: '/copilotkit' }));
    },
    'app.post(path, handler) without an endpoint': (app) => {
      app.post('/copilotkit', endpointAt({}));
      app.get('/copilotkit/info', endpointAt({}));
    },
    'app.use(handler)': (app) => {
      app.use(endpointAt({ endpoint: '/copilotkit' }));
    },
    'behind express.json()': (app) => {
      app.use(express.json(), endpointAt({ endpoint: '/copilotkit' }));
    },
    'behind express.text()': (app) => {
      app.use(express.text({ type: '*/*' }), endpointAt({ endpoint: '/copilotkit' }));
    },
    'behind express.raw()': (app) => {
      app.use(express.raw({ type: '*/*' }), endpointAt({ endpoint: '/copilotkit' }));
    },
    'with an endpoint that ends in a slash': (app) => {
      app.use('/copilotkit', endpointAt({ endpoint: '/copilotkit/' }));
    },
    'with an endpoint that begins without a slash': (app) => {
      app.use('/copilotkit', endpointAt({ endpoint: 'copilotkit' }));
    },
    'with a baseUrl, which counts instead of the endpoint': (app) => {
      app.use(endpointAt({ endpoint: '/elsewhere', baseUrl: '/copilotkit' }));
    },
    'in a router of its own': (app) => {
      const router = express.Router();
      router.use('/copilotkit', endpointAt({ endpoint: '/copilotkit' }) as never);
      app.use(router);
    },
  };

  it.each(Object.entries(MOUNTS))(
    'answers [v1.defect.11] where it is mounted %s',
    async (_, mount) => {
      const origin = await serve(mount);
      for (const path of ['/copilotkit', '/copilotkit/']) {
        const response = await postInfo(`${origin}${path}`);
        expect(response.status).toBe(200);
        expect(await response.json()).toMatchObject({ agents: { default: { name: 'default' } } });
        expect(await askAgents(`${origin}${path}`)).toMatchObject({
          data: { availableAgents: { agents: expect.any(Array) } },
        });
      }
      expect((await fetch(`${origin}/copilotkit/info`)).status).toBe(200);
    },
  );

  it('leaves [v1.mounts] other paths to the application that it shares its paths with', async () => {
    const origin = await serve((app) => {
      app.use(endpointAt({ endpoint: '/copilotkit' }));
    });
    for (const path of ['/', '/other', '/info', '/copilotkits', '/a/copilotkit']) {
      expect((await postInfo(`${origin}${path}`)).status).toBe(418);
    }
  });

  it('leaves other paths below its mount point to the application, too', async () => {
    const origin = await serve((app) => {
      app.use('/api', endpointAt({ endpoint: '/copilotkit' }));
    });
    expect((await postInfo(`${origin}/api/other`)).status).toBe(418);
    expect((await postInfo(`${origin}/api/copilotkit`)).status).toBe(200);
  });

  it('without an endpoint at the root of an application, takes what is at the root alone', async () => {
    const origin = await serve((app) => {
      app.use(endpointAt({}));
    });
    expect((await postInfo(`${origin}/`)).status).toBe(200);
    expect((await fetch(`${origin}/info`)).status).toBe(200);
    expect((await postInfo(`${origin}/other`)).status).toBe(418);
    expect((await fetch(`${origin}/docs/info`)).status).toBe(418);
  });

  it('answers 404 for other paths where it is not given next()', async () => {
    const handler = endpointAt({ endpoint: '/copilotkit' });
    const origin = await serve((app) => {
      app.use((req, res) => handler(req, res));
    });
    const response = await postInfo(`${origin}/other`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: 'Not found' });
  });

  const GUARDED: Readonly<Record<string, (app: App) => void>> = {
    'app.use(handler)': (app) => {
      app.use(endpointAt({ endpoint: '/copilotkit' }));
    },
    'app.use((req, res) => handler(req, res))': (app) => {
      const handler = endpointAt({ endpoint: '/copilotkit' });
      app.use((req, res) => handler(req, res));
    },
    'app.use(handler) without an endpoint': (app) => {
      app.use(endpointAt({}));
    },
  };

  it.each(Object.entries(GUARDED))(
    'is at no path that a guard in front of it does not see: %s',
    async (_, mount) => {
      const origin = await serve((app) => {
        app.use(['/copilotkit', '/info', '/agent'], (_req, res) => void res.status(401).end());
        mount(app);
      });
      const passed = ['//copilotkit', '//copilotkit/info', '/a/copilotkit/info', '//info'];
      const statuses = await Promise.all(
        passed.map(async (path) => [
          (await fetch(origin + path)).status,
          (await postInfo(origin + path)).status,
        ]),
      );
      expect(statuses.flat().filter((status) => status !== 418 && status !== 404)).toEqual([]);
      expect((await postInfo(`${origin}/copilotkit`)).status).toBe(401);
    },
  );
});

describe('an endpoint', () => {
  it('is found [v1.mounts] behind prefixes, and by routes where a proxy has taken its path away', async () => {
    const handler = endpointAt({ endpoint: '/api/copilotkit' });
    const server = await listenOnLoopback(createServer((req, res) => void handler(req, res)));
    closers.push(server.close);
    for (const path of ['/api/copilotkit', '/v1/api/copilotkit', '/']) {
      expect((await postInfo(`${server.origin}${path}`)).status).toBe(200);
    }
    expect((await fetch(`${server.origin}/info`)).status).toBe(200);
    expect((await fetch(`${server.origin}/`)).status).toBe(404);
    expect((await postInfo(`${server.origin}/api/copilot`)).status).toBe(404);
  });

  it('serves an agent that has the name of the endpoint', async () => {
    const named = new CopilotRuntime({ agents: { copilotkit: new ScriptedAgent() } });
    const handler = endpointAt({ runtime: named, endpoint: '/copilotkit' });
    const stop = (path: string) =>
      handler(
        new Request(`http://test.local${path}/agent/copilotkit/stop/thread`, { method: 'POST' }),
      );
    expect((await stop('/copilotkit')).status).toBe(200);
    expect((await stop('/copilotkit/copilotkit')).status).toBe(200);
  });

  it('tells the agent that its client has gone, where that ends runs', async () => {
    const agent = new ScriptedAgent(async function* never({ input, signal }) {
      yield { type: 'RUN_STARTED', threadId: input.threadId, runId: input.runId };
      await new Promise((_, reject) => signal.addEventListener('abort', reject, { once: true }));
    });
    const leaving = new CopilotRuntime({ agents: { default: agent }, onDisconnect: 'cancel' });
    const handler = endpointAt({ runtime: leaving, endpoint: '/copilotkit' });
    const server = await listenOnLoopback(createServer((req, res) => void handler(req, res)));
    closers.push(server.close);
    const path = '/copilotkit/agent/default/run';
    const headers = { 'content-type': 'application/json' };
    const request = httpRequest(`${server.origin}${path}`, { method: 'POST', headers });
    request.on('response', (response) => response.once('data', () => request.destroy()));
    request.on('error', () => undefined);
    request.end(
      JSON.stringify({ threadId: 't', runId: 'r', messages: [], tools: [], context: [] }),
    );
    await until(() => agent.log.aborts > 0);
    expect(agent.log.lastRun.signal.aborted).toBe(true);
  });
});
