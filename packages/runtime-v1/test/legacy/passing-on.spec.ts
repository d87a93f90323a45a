import { describe, expect, it } from '@jest/globals';
import {
  CopilotRuntime,
  createDispatcher,
  fetchRequestSource,
  isFrameSource,
  type RequestSource,
} from '@flightdeck/core';
import { runBodySaying, ScriptedAgent } from '@flightdeck/testing';
import { createLegacyDispatcher } from '../../src/legacy/create-legacy-dispatcher.js';
import { GENERATE, LegacyClient, userText } from './support/legacy-client.js';
import { createLegacyServer, URL } from './support/legacy-server.js';

const JSON_TYPE = { 'content-type': 'application/json' };

function post(url: string, body: string, headers: Record<string, string> = JSON_TYPE): Request {
  return new Request(url, { method: 'POST', headers, body });
}

describe('beside old clients', () => {
  const agent = new ScriptedAgent();
  const told: string[] = [];
  const { fetch } = createLegacyServer({
    agents: { default: agent },
    mount: {
      hooks: {
        async onRequest({ request, path }) {
          told.push(`${request.method} ${path} ${(await request.text()).length}`);
        },
      },
    },
  });

  it("today's are served as ever, in both transports, and hooks read their bodies", async () => {
    const body = runBodySaying('Hello', { query: 7 });
    const envelope = { method: 'agent/run', params: { agentId: 'default' }, body, query: 'mine' };
    for (const [url, sent] of [
      [URL, envelope],
      [`${URL}/agent/default/run`, { ...body, runId: 'r2', threadId: 't2', query: '{ hello }' }],
    ] as const) {
      const text = JSON.stringify(sent);
      const response = await fetch(post(url, text));
      expect(response.headers.get('content-type')).toBe('text/event-stream');
      expect(await response.text()).toContain('RUN_FINISHED');
      expect(told.at(-1)).toBe(`POST ${url.slice('http://runtime.test'.length)} ${text.length}`);
    }
    expect(await (await fetch(new Request(`${URL}/info`))).json()).toMatchObject({
      agents: { default: {} },
    });
  });

  it.each([
    ['no JSON', '{', 400, 'Invalid JSON payload'],
    ['nothing', '', 400, 'Invalid JSON payload'],
    ['a text', '"query"', 400, 'Missing method field'],
    ['a list', '[{"query":7}]', 400, 'Missing method field'],
    ['no query', '{"query":{}}', 400, 'Missing method field'],
  ])('a body of %s is refused as ever', async (_, body, status, message) => {
    const response = await fetch(post(URL, body));
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ message });
  });

  it('a body whose type another site could send with cookies is not looked at', async () => {
    const body = JSON.stringify({ query: GENERATE, variables: { data: {} } });
    const runs = agent.log.runs.length;
    for (const type of ['text/plain', 'text/plain; x=application/json']) {
      const response = await fetch(post(URL, body, { 'content-type': type, cookie: 'a=b' }));
      expect(response.status).toBe(415);
    }
    expect(agent.log.runs).toHaveLength(runs);
  });

  it('hooks are told of the run that an old client stands for, with its page', async () => {
    const seen: Request[] = [];
    const { fetch: watched } = createLegacyServer({
      agents: ({ request }) => {
        seen.push(request);
        return { default: agent };
      },
      runtime: { forwardHeaders: { allow: ['x-mine'] } },
    });
    const data = { messages: [userText('Hi', 'u')], frontend: { url: 'http://page.test/a?b=ü' } };
    const init = { headers: { 'x-mine': 'yes' } };
    const client = new LegacyClient(watched);
    await client.generate(data, { properties: { p: 1 }, init });
    await client.generate({ ...data, frontend: { url: 'no address\n' } });
    expect(seen.map(({ url }) => url)).toEqual(Array(2).fill(`${URL}/agent/default/run`));
    expect(seen.map(({ headers }) => headers.get('referer'))).toEqual([
      'http://page.test/a?b=%C3%BC',
      null,
    ]);
    expect(await seen[0]?.clone().json()).toMatchObject({ forwardedProps: { p: 1 } });
    expect(agent.log.runs.at(-2)?.headers).toEqual({ 'x-mine': 'yes' });
  });
});

describe('a mount of old clients', () => {
  const runtime = new CopilotRuntime({ agents: { default: new ScriptedAgent() } });
  const { maxBodyBytes } = runtime.settings;
  const hello = JSON.stringify({ query: '{ hello }' });

  function mounted(basePath?: string): (request: Request, source?: object) => Promise<number> {
    const base = basePath === undefined ? {} : { basePath };
    const inner = createDispatcher({ runtime, ...base });
    const dispatcher = createLegacyDispatcher(inner, { ...base, maxBodyBytes });
    return async (request, source) => {
      const reply = await dispatcher.dispatch(fetchRequestSource(request, source));
      if (isFrameSource(reply.body)) reply.body.close();
      return reply.status;
    };
  }

  it.each([
    [undefined, '/', 200],
    [undefined, '/any/where', 200],
    [undefined, '/any/where/', 200],
    [undefined, '/x/agent/default/run', 400],
    ['/api/copilotkit', '/api/copilotkit', 200],
    ['/api/copilotkit', '/api/copilotkit/', 200],
    ['/api/copilotkit', '/api/copilotkit/other', 404],
    ['/api/copilotkit', '/api/other', 404],
    ['/', '/', 200],
  ])('with the base path %s answers at %s with %i', async (basePath, path, status) => {
    expect(await mounted(basePath)(post(`http://runtime.test${path}`, hello))).toBe(status);
  });

  it('takes the word of a framework for where a request belongs', async () => {
    const serve = mounted('/elsewhere');
    expect(await serve(post('http://runtime.test/x', hello), { routePath: '/' })).toBe(200);
    expect(await serve(post('http://runtime.test/x', hello), { routePath: '/threads' })).toBe(405);
  });

  it.each([
    ['a value', JSON.parse(hello)],
    ['a text', hello],
    ['bytes', new TextEncoder().encode(hello)],
  ])('takes a body that a framework has read as %s', async (_, parsedBody) => {
    const request = new Request('http://runtime.test/x', { method: 'POST', headers: JSON_TYPE });
    expect(await mounted()(request, { parsedBody })).toBe(200);
  });

  it('leaves a parsed body to the runtime where it is not for it', async () => {
    const request = new Request('http://runtime.test/x', { method: 'POST', headers: JSON_TYPE });
    expect(await mounted()(request, { parsedBody: { method: 'info' } })).toBe(200);
  });

  it('reads a body once', async () => {
    let reads = 0;
    const source = fetchRequestSource(post('http://runtime.test/x', '{"method":"info"}'));
    const counted: RequestSource = {
      ...source,
      readBytes: async (max) => {
        reads += 1;
        return source.readBytes(max);
      },
    };
    const inner = createDispatcher({ runtime });
    const { status } = await createLegacyDispatcher(inner, { maxBodyBytes }).dispatch(counted);
    expect([status, reads]).toEqual([200, 1]);
  });
});
