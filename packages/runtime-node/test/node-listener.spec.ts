import { describe, expect, it } from '@jest/globals';

import { ConfigError, CopilotRuntime, type CopilotRuntimeOptions } from '@flightdeck/core';
import { createCopilotNodeListener } from '@flightdeck/runtime-node';
import { createGate, runBody, ScriptedAgent } from '@flightdeck/testing';

import { RawClient } from './support/raw-client.js';
import { serve, serveHttp2 } from './support/serve.js';
import { until } from './support/until.js';

const JSON_TYPE = { 'content-type': 'application/json' };

function runtimeWith(options: Partial<CopilotRuntimeOptions> = {}): CopilotRuntime {
  return new CopilotRuntime({ agents: { default: new ScriptedAgent() }, ...options });
}

function typesIn(stream: string): string[] {
  return [...stream.matchAll(/"type":"([A-Z_]+)"/g)].map(([, type]) => type ?? '');
}

describe('createCopilotNodeListener', () => {
  it('serves /info and runs below its base path', async () => {
    const listener = createCopilotNodeListener({ runtime: runtimeWith(), basePath: '/api' });
    const { url } = await serve(listener);
    const info = await fetch(`${url}/api/info`);
    expect(await info.json()).toMatchObject({ agents: { default: {} } });
    const run = await fetch(`${url}/api/agent/default/run`, {
      method: 'POST',
      body: JSON.stringify(runBody()),
      headers: JSON_TYPE,
    });
    expect(run.headers.get('content-type')).toBe('text/event-stream');
    expect(typesIn(await run.text())).toEqual([
      'RUN_STARTED',
      'TEXT_MESSAGE_START',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_END',
      'RUN_FINISHED',
    ]);
  });

  it('answers 404 JSON outside its base path', async () => {
    const { url } = await serve(
      createCopilotNodeListener({ runtime: runtimeWith(), basePath: '/api' }),
    );
    const response = await fetch(`${url}/apis/info`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: 'Not found' });
  });

  it('answers 404 JSON for a path that cannot be decoded', async () => {
    const { url } = await serve(
      createCopilotNodeListener({ runtime: runtimeWith(), basePath: '/' }),
    );
    const response = await fetch(`${url}/agent/%E0%A4%A/run`, { method: 'POST' });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: 'Not found' });
  });

  it('serves over HTTP/2', async () => {
    const { connect } = await import('node:http2');
    const { url } = await serveHttp2(createCopilotNodeListener({ runtime: runtimeWith() }));
    const session = connect(url);
    const stream = session.request({ ':path': '/info' });
    const text = (await stream.setEncoding('utf8').toArray()).join('');
    expect(JSON.parse(text)).toMatchObject({ agents: { default: {} } });
    session.close();
  });

  it('refuses an unusable configuration when it is made', () => {
    const options = { runtime: runtimeWith(), cors: { credentials: true } };
    expect(() => createCopilotNodeListener(options)).toThrow(ConfigError);
  });

  it.each([
    ['without hooks', {}],
    ['behind a hook that sees the request', { onRequest: () => undefined }],
  ])('refuses a body above the limit %s', async (_case, hooks) => {
    const runtime = runtimeWith({ maxBodyBytes: 1_000 });
    const { url } = await serve(createCopilotNodeListener({ runtime, hooks }));
    const response = await fetch(`${url}/agent/default/run`, {
      method: 'POST',
      body: JSON.stringify({ filler: 'x'.repeat(2_000_000) }),
      headers: JSON_TYPE,
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ limitBytes: 1_000 });
  });

  it('lets a hook read the body that the run then gets', async () => {
    const bodies: string[] = [];
    const body = JSON.stringify(runBody());
    const { url } = await serve(
      createCopilotNodeListener({
        runtime: runtimeWith(),
        hooks: { onRequest: async ({ request }) => void bodies.push(await request.text()) },
      }),
    );
    const run = await fetch(`${url}/agent/default/run`, { method: 'POST', body });
    expect(typesIn(await run.text())).toContain('RUN_FINISHED');
    expect(bodies).toEqual([body]);
  });

  it('shows hooks the native request and the URL of the client', async () => {
    const seen: unknown[] = [];
    const runtime = runtimeWith({
      identifyUser: (request, { nativeRequest }) => {
        seen.push(request.url, (nativeRequest as { url?: string }).url);
        return { id: 'u1' };
      },
    });
    const { url } = await serve(createCopilotNodeListener({ runtime, basePath: '/api' }));
    await fetch(`${url}/api/info?a=1`);
    expect(seen).toEqual([`${url}/api/info?a=1`, '/api/info?a=1']);
  });

  it('leaves a run alone when its viewer goes', async () => {
    const gate = createGate();
    let finished = false;
    const agent = new ScriptedAgent(async function* waiting({ input }) {
      yield { type: 'RUN_STARTED', ...input };
      await gate.opened;
      finished = true;
    });
    const { port } = await serve(
      createCopilotNodeListener({ runtime: runtimeWith({ agents: { default: agent } }) }),
    );
    const client = await RawClient.connect(port);
    const body = JSON.stringify(runBody());
    client.send(['POST /agent/default/run HTTP/1.1', `content-length: ${body.length}`], body);
    await client.receives('RUN_STARTED');
    client.destroy();
    gate.open();
    await until(() => finished);
  });
});
