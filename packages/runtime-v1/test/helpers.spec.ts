import { createServer } from 'node:http';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createCopilotRuntimeHandler } from '@flightdeck/core';
import {
  collectRun,
  conformanceTranscription,
  listenOnLoopback,
  runBodySaying,
  ScriptedAgent,
  textOf,
  type LoopbackServer,
} from '@flightdeck/testing';
import {
  config,
  CopilotRuntime,
  copilotRuntimeNestEndpoint,
  copilotRuntimeNextJSAppRouterEndpoint,
  copilotRuntimeNextJSPagesRouterEndpoint,
  copilotRuntimeNodeExpressEndpoint,
  copilotRuntimeNodeHttpEndpoint,
} from '../src/index.js';

const endpoint = '/api/copilotkit';
const BASE = `http://test.local${endpoint}`;
const agents = { default: new ScriptedAgent() };

const post = (path: string, body: unknown) =>
  new Request(`${BASE}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const NODE_HELPERS = {
  copilotRuntimeNextJSPagesRouterEndpoint,
  copilotRuntimeNodeHttpEndpoint,
  copilotRuntimeNodeExpressEndpoint,
  copilotRuntimeNestEndpoint,
};

describe('copilotRuntimeNextJSAppRouterEndpoint', () => {
  it('returns [v1.defect.15] a handler for each method of a route file', async () => {
    const runtime = new CopilotRuntime({ agents });
    const route = copilotRuntimeNextJSAppRouterEndpoint({ runtime, endpoint });
    expect(Object.keys(route).toSorted()).toEqual(
      ['DELETE', 'GET', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'handleRequest'].toSorted(),
    );
    expect((await route.GET(new Request(`${BASE}/info`))).status).toBe(200);
    expect((await route.POST(post('', { method: 'info' }))).status).toBe(200);
    expect((await route.OPTIONS(new Request(BASE, { method: 'OPTIONS' }))).status).toBe(204);
  });
});

describe.each(Object.entries(NODE_HELPERS))('%s', (_, helper) => {
  let server: LoopbackServer | undefined;

  afterAll(() => server?.close());

  it('serves [v1.per-request] runs with a new runtime for each request, which knows what earlier ones have said', async () => {
    // As the documentation has it.
    const listener = (...[req, res]: Parameters<Parameters<typeof createServer>[1] & object>) => {
      const runtime = new CopilotRuntime({ agents });
      void helper({ runtime, endpoint })(req, res);
    };
    server = await listenOnLoopback(createServer(listener));
    const send = (path: string, body: unknown) =>
      fetch(`${server?.origin}${endpoint}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const body = runBodySaying('hello');
    const run = await send('', { method: 'agent/run', params: { agentId: 'default' }, body });
    expect(textOf((await collectRun(run)).events)).toBe('Hello');
    const again = await send('/agent/default/connect', { ...body, messages: [] });
    expect(await again.text()).toContain('Hello');
  });

  it('answers a fetch request, with whatever comes beside it', async () => {
    const handler = helper({ runtime: new CopilotRuntime({ agents }), endpoint });
    expect((await handler(post('', { method: 'info' }))).status).toBe(200);
    const context = { params: Promise.resolve({}) };
    const response: unknown = await handler(
      post('', { method: 'info' }) as never,
      context as never,
    );
    expect(response).toBeInstanceOf(Response);
  });

  it('says that a request of Node needs a response', async () => {
    const handler = helper({ runtime: new CopilotRuntime({ agents }), endpoint });
    const request = { method: 'POST', url: endpoint, headers: {} };
    await expect(handler(request as never)).rejects.toThrow(TypeError);
    await expect(handler(request as never, {} as never)).rejects.toThrow('handler(req, res)');
  });
});

it('config switches off the body parser of the Pages Router', () => {
  expect(config).toEqual({ api: { bodyParser: false } });
});

it('transcriptionService turns speech into text [v1.defect.13]', async () => {
  const transcriptionService = conformanceTranscription();
  const runtime = new CopilotRuntime({ agents, transcriptionService });
  const { GET, POST } = copilotRuntimeNextJSAppRouterEndpoint({ runtime, endpoint });
  const info = await GET(new Request(`${BASE}/info`));
  expect(await info.json()).toMatchObject({ audioFileTranscriptionEnabled: true });
  const body = new FormData();
  body.set('audio', new File(['sound'], 'a.wav', { type: 'audio/wav' }));
  const response = await POST(new Request(`${BASE}/transcribe`, { method: 'POST', body }));
  expect(await response.json()).toMatchObject({ text: expect.any(String) });
});

describe('the runtimes of a process', () => {
  it('stop [v1.per-request] each other’s runs', async () => {
    const waiting = new ScriptedAgent(async function* wait({ input, signal }) {
      yield { type: 'RUN_STARTED', threadId: input.threadId, runId: input.runId };
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    });
    const answer = (request: Request) => {
      const runtime = new CopilotRuntime({ agents: { default: waiting } });
      return copilotRuntimeNextJSAppRouterEndpoint({ runtime, endpoint }).POST(request);
    };
    const body = runBodySaying('hello');
    const running = collectRun(await answer(post('/agent/default/run', body)));
    const stopped = await answer(post(`/agent/default/stop/${body.threadId}`, {}));
    expect(await stopped.json()).toMatchObject({ stopped: true });
    const { events } = await running;
    expect(events.at(-1)).toMatchObject({ type: 'RUN_FINISHED' });
  });

  it('share another memory once theirs is shut down', async () => {
    const first = new CopilotRuntime({ agents });
    await first.shutdown({ graceMs: 0 });
    const second = new CopilotRuntime({ agents });
    expect(second.runner).not.toBe(first.runner);
    expect(new CopilotRuntime().runner).toBe(second.runner);
    const { POST } = copilotRuntimeNextJSAppRouterEndpoint({ runtime: second, endpoint });
    const run = await POST(post('/agent/default/run', runBodySaying('hello')));
    expect(textOf((await collectRun(run)).events)).toBe('Hello');
  });

  it('are served [v1.version-2] by handlers of version 2, too', async () => {
    const runtime = new CopilotRuntime({ agents });
    const handler = createCopilotRuntimeHandler({ runtime, basePath: endpoint });
    const run = await handler(post('/agent/default/run', runBodySaying('hello')));
    expect(textOf((await collectRun(run)).events)).toBe('Hello');
  });
});
