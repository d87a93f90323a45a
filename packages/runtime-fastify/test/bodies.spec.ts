import { createGzip, createGunzip, gzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';

import { TranscriptionService } from '@flightdeck/core';
import { copilotFastify, type CopilotFastifyOptions } from '@flightdeck/runtime-fastify';
import { runBody } from '@flightdeck/testing';

import { expectRun, JSON_TYPE, startRun } from './support/requests.js';
import { createApp, runtimeWith, serveApp } from './support/serve-app.js';

async function serve(
  options: Partial<CopilotFastifyOptions> = {},
  app: FastifyInstance = createApp(),
): Promise<string> {
  app.register(copilotFastify, { runtime: runtimeWith(), prefix: '/c', ...options });
  return serveApp(app);
}

/** As `@fastify/multipart` and `@fastify/formbody` do it: parsers that all scopes inherit. */
function addParsers(app: FastifyInstance): void {
  app.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null, {}));
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) => done(null, text));
}

const longBody = () => JSON.stringify(runBody({ state: { filler: 'x'.repeat(2_000_000) } }));

describe('bodies', () => {
  it('may be longer than the limit of Fastify, on both transports [adapters.fastify.bodies]', async () => {
    const url = await serve({}, createApp({ bodyLimit: 1_000 }));
    await expectRun(`${url}/c`, { body: longBody() });
    const params = { agentId: 'default' };
    const body = JSON.stringify({ method: 'agent/run', params, body: JSON.parse(longBody()) });
    const response = await fetch(`${url}/c`, { method: 'POST', body, headers: JSON_TYPE });
    expect(await response.text()).toContain('RUN_FINISHED');
  });

  it('above the limit of the runtime are refused in its words', async () => {
    const url = await serve({ runtime: runtimeWith({ maxBodyBytes: 1_000 }) });
    const response = await startRun(`${url}/c`, { body: longBody() });
    expect([response.status, await response.json()]).toEqual([
      413,
      { error: 'Request body too large', code: 'payload_too_large', limitBytes: 1_000 },
    ]);
  });

  it('that are no JSON are refused in the words of the runtime', async () => {
    const url = await serve();
    const response = await startRun(`${url}/c`, { body: '{' });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: 'Invalid request body' },
    ]);
  });

  it('may be missing in spite of a JSON content type', async () => {
    const url = await serve();
    const init = { method: 'POST', headers: JSON_TYPE };
    const response = await fetch(`${url}/c/agent/default/stop/t`, init);
    expect([response.status, await response.json()]).toMatchObject([200, { stopped: false }]);
  });

  it('may say that they are anything, or nothing', async () => {
    const url = await serve();
    await expectRun(`${url}/c`, { headers: { 'content-type': 'text/plain' } });
    const body = new TextEncoder().encode(JSON.stringify(runBody()));
    await expectRun(`${url}/c`, { headers: {}, body });
  });

  it('of transcriptions arrive, with and without parsers of the application in front', async () => {
    const runtime = runtimeWith({ transcriptionService: new SizeService() });
    for (const prepare of [() => undefined, addParsers]) {
      const app = createApp();
      prepare(app);
      const url = await serve({ runtime }, app);
      const form = new FormData();
      form.set('audio', new File(['x'.repeat(5_000)], 'a.webm', { type: 'audio/webm' }));
      const response = await fetch(`${url}/c/transcribe`, { method: 'POST', body: form });
      expect(await response.json()).toMatchObject({ text: '5000' });
    }
  });

  it('of the application are still its own: parsers, limits and refusals [adapters.fastify.bodies]', async () => {
    const app = createApp({ bodyLimit: 100 });
    app.post('/mine', (request) => ({ got: request.body }));
    const url = await serve({}, app);
    const post = (body: string, type: string) =>
      fetch(`${url}/mine`, { method: 'POST', body, headers: { 'content-type': type } });
    const parsed = await post('{"a":1}', 'application/json');
    expect(await parsed.json()).toEqual({ got: { a: 1 } });
    expect((await post('a', 'application/other')).status).toBe(415);
    expect((await post(`"${'x'.repeat(200)}"`, 'application/json')).status).toBe(413);
  });
});

describe('bodies that a hook of the application has read', () => {
  function inflating(): FastifyInstance {
    const app = createApp();
    app.addHook('preParsing', async (request, _reply, payload) =>
      request.headers['content-encoding'] === 'gzip' ? payload.pipe(createGunzip()) : payload,
    );
    return app;
  }
  const headers = { ...JSON_TYPE, 'content-encoding': 'gzip' };

  it('are taken as the hook has left them', async () => {
    const url = await serve({}, inflating());
    await expectRun(`${url}/c`, { headers, body: gzipSync(JSON.stringify(runBody())) });
    await expectRun(`${url}/c`);
  });

  it('are refused above the limit, however small they were on the wire', async () => {
    const limits = { maxBodyBytes: 100_000, maxAudioBytes: 1_000 };
    const url = await serve({ runtime: runtimeWith(limits) }, inflating());
    const zip = createGzip();
    zip.end(Buffer.alloc(20_000_000, ' '));
    const body = Buffer.concat(await zip.toArray());
    expect(body.length).toBeLessThan(limits.maxBodyBytes);
    const response = await startRun(`${url}/c`, { headers, body });
    expect([response.status, await response.json()]).toMatchObject([413, { limitBytes: 100_000 }]);
  });

  it('are answered by the application if its hook fails', async () => {
    const app = inflating();
    app.setErrorHandler((_error, _request, reply) => reply.code(422).send('broken'));
    const url = await serve({}, app);
    const response = await startRun(`${url}/c`, { headers, body: 'no gzip at all' });
    expect([response.status, await response.text()]).toEqual([422, 'broken']);
  });

  it('are taken from the request where a hook has put them', async () => {
    const app = createApp();
    app.addHook('preHandler', async (request) => {
      const text = await new Response(request.raw as unknown as BodyInit).text();
      request.body = JSON.parse(text);
    });
    await expectRun(`${await serve({}, app)}/c`);
  });
});

class SizeService extends TranscriptionService {
  async transcribeFile({ audioFile }: { audioFile: File }): Promise<string> {
    return String(audioFile.size);
  }
}
