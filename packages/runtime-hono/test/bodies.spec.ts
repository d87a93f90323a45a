import { describe, expect, it } from '@jest/globals';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { validator } from 'hono/validator';

import { TranscriptionService } from '@flightdeck/core';
import { createCopilotHonoHandler } from '@flightdeck/runtime-hono';
import { runBody } from '@flightdeck/testing';

import {
  expectEnvelope,
  expectInfo,
  expectRun,
  JSON_TYPE,
  runtimeWith,
} from './support/runtime-client.js';
import { serveApp } from './support/serve-app.js';

class SizeService extends TranscriptionService {
  async transcribeFile({ audioFile }: { audioFile: File }): Promise<string> {
    return String(audioFile.size);
  }
}

const reading =
  (read: (c: Context) => Promise<unknown>): MiddlewareHandler =>
  async (c, next) => {
    if (c.req.method === 'POST') await read(c);
    await next();
  };

/** The application, which calls itself without a server or is served on Node. */
type Send = (path: string, init?: RequestInit) => Promise<Response>;

function appBehind(reader: MiddlewareHandler): Hono {
  const runtime = runtimeWith({ transcriptionService: new SizeService() });
  return new Hono().use(reader).route('/c', createCopilotHonoHandler({ runtime }));
}

async function sendersTo(app: Hono): Promise<Send[]> {
  const url = await serveApp(app);
  return [
    (path, init) => fetch(`${url}${path}`, init),
    async (path, init) => app.fetch(new Request(`http://app.test${path}`, init)),
  ];
}

const JSON_READERS: [name: string, reader: MiddlewareHandler][] = [
  ['c.req.json()', reading((c) => c.req.json())],
  ['c.req.text()', reading((c) => c.req.text())],
  ['c.req.arrayBuffer()', reading((c) => c.req.arrayBuffer())],
  ['c.req.blob()', reading((c) => c.req.blob())],
  ['c.req.parseBody()', reading((c) => c.req.parseBody())],
  ['a validator', validator('json', (value) => value as object)],
  ['a limit for bodies', bodyLimit({ maxSize: 1_000_000 })],
];

describe.each(JSON_READERS)('with %s', (_name, reader) => {
  it('in front, serves GET, runs and envelopes [adapters.hono.bodies]', async () => {
    const url = await serveApp(appBehind(reader));
    await expectInfo(`${url}/c`);
    await expectRun(`${url}/c`);
    await expectEnvelope(`${url}/c`);
  });
});

const FORM_READERS: [name: string, reader: MiddlewareHandler][] = [
  ['c.req.formData()', reading((c) => c.req.formData())],
  ['c.req.parseBody()', reading((c) => c.req.parseBody())],
  ['c.req.arrayBuffer()', reading((c) => c.req.arrayBuffer())],
];

it.each(FORM_READERS)(
  '%s in front leaves a recording as it was [adapters.hono.bodies]',
  async (_name, reader) => {
    for (const send of await sendersTo(appBehind(reader))) {
      const form = new FormData();
      const audio = new Uint8Array(5_000).fill(0xff);
      form.set('audio', new File([audio], 'a.webm', { type: 'audio/webm' }));
      const response = await send('/c/transcribe', { method: 'POST', body: form });
      expect(await response.json()).toMatchObject({ text: '5000' });
    }
  },
);

describe('bodies of unusual requests', () => {
  const run = (body: string) => ({ method: 'POST', body, headers: JSON_TYPE });

  it('that were read past Hono are answered 400, and not waited for', async () => {
    const reader = reading((c) => c.req.raw.text());
    for (const send of await sendersTo(appBehind(reader))) {
      const response = await send('/c/agent/default/run', run(JSON.stringify(runBody())));
      expect([response.status, await response.json()]).toMatchObject([
        400,
        { error: 'Invalid request body' },
      ]);
    }
  });

  it('that are no JSON are answered 400 when a middleware has found out before', async () => {
    const reader = reading((c) => c.req.json().catch(() => undefined));
    for (const send of await sendersTo(appBehind(reader))) {
      expect((await send('/c/agent/default/run', run('{'))).status).toBe(400);
    }
  });

  it('above the limit of the runtime are refused, whoever has read them', async () => {
    const runtime = runtimeWith({ maxBodyBytes: 1_000 });
    const app = new Hono()
      .use(reading((c) => c.req.json()))
      .route('/c', createCopilotHonoHandler({ runtime }));
    for (const send of await sendersTo(app)) {
      const body = JSON.stringify(runBody({ state: { filler: 'x'.repeat(200_000) } }));
      const response = await send('/c/agent/default/run', run(body));
      expect([response.status, await response.json()]).toMatchObject([413, { limitBytes: 1_000 }]);
    }
  });

  it('can be read by hooks although a middleware has read them', async () => {
    const seen: unknown[] = [];
    const runtime = runtimeWith({
      identifyUser: async (request) => {
        seen.push(await request.json());
        return { id: 'u1' };
      },
    });
    const app = new Hono()
      .use(reading((c) => c.req.json()))
      .route('/c', createCopilotHonoHandler({ runtime }));
    for (const send of await sendersTo(app)) {
      const body = JSON.stringify(runBody());
      const response = await send('/c/agent/default/run', run(body));
      expect(await response.text()).toContain('RUN_FINISHED');
      expect(seen.pop()).toEqual(JSON.parse(body));
    }
    expect(seen).toEqual([]);
  });

  it('can still be read by middlewares behind the runtime', async () => {
    const app = new Hono()
      .route('/', createCopilotHonoHandler({ runtime: runtimeWith() }))
      .post('/orders', async (c) => c.json(await c.req.json()));
    for (const send of await sendersTo(app)) {
      expect(await (await send('/orders', run('{"a":1}'))).json()).toEqual({ a: 1 });
    }
  });
});
