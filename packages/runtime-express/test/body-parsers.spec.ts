import { describe, expect, it } from '@jest/globals';
import express, { type RequestHandler } from 'express';

import { TranscriptionService } from '@flightdeck/core';
import { createCopilotExpressHandler } from '@flightdeck/runtime-express';
import { runBody } from '@flightdeck/testing';

import {
  expectEnvelope,
  expectInfo,
  expectRun,
  JSON_TYPE,
  runtimeWith,
} from './support/runtime-client.js';
import { serveApp } from './support/serve-app.js';

const ANY = () => true;

const parsers: [name: string, parser: RequestHandler][] = [
  ['express.json()', express.json()],
  ['express.raw()', express.raw({ type: ANY })],
  ['express.text()', express.text({ type: ANY })],
  ['express.urlencoded()', express.urlencoded({ extended: true })],
  ['a parser for other types', express.json({ type: 'application/other' })],
];

describe.each(parsers)('with %s', (_name, parser) => {
  it('in front, serves GET, runs and envelopes', async () => {
    const app = express().use(
      parser,
      createCopilotExpressHandler({ runtime: runtimeWith(), basePath: '/c' }),
    );
    const url = await serveApp(app);
    await expectInfo(`${url}/c`);
    await expectRun(`${url}/c`);
    await expectEnvelope(`${url}/c`);
  });

  it('behind, serves the same, and leaves the bodies of others to it', async () => {
    const app = express()
      .use(createCopilotExpressHandler({ runtime: runtimeWith(), basePath: '/c' }))
      .use(parser)
      .use((req, res) => void res.json({ parsed: req.body !== undefined }));
    const url = await serveApp(app);
    await expectRun(`${url}/c`);
    const response = await fetch(url, { method: 'POST', body: '{"a":1}', headers: JSON_TYPE });
    expect(response.status).toBe(200);
  });

  it('in front, does not touch the audio of a transcription', async () => {
    const runtime = runtimeWith({ transcriptionService: new SizeService() });
    const app = express().use(parser, createCopilotExpressHandler({ runtime, basePath: '/c' }));
    const url = await serveApp(app);
    // Text parsers decode bytes, so what they leave of the audio is text.
    const form = new FormData();
    form.set('audio', new File(['x'.repeat(5_000)], 'a.webm', { type: 'audio/webm' }));
    const response = await fetch(`${url}/c/transcribe`, { method: 'POST', body: form });
    expect(await response.json()).toMatchObject({ text: '5000' });
  });
});

describe('bodies of unusual requests', () => {
  it('are refused as JSON when a parser has made an empty object of them', async () => {
    const runtime = runtimeWith();
    const url = await serveApp(
      express().use(express.json(), createCopilotExpressHandler({ runtime, basePath: '/c' })),
    );
    const response = await fetch(`${url}/c/agent/default/run`, {
      method: 'POST',
      body: '{}',
      headers: JSON_TYPE,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'Invalid request body' });
  });

  it('above the default limit of express.json() pass where no parser is in front', async () => {
    const app = express().use(
      createCopilotExpressHandler({ runtime: runtimeWith(), basePath: '/c' }),
    );
    const url = await serveApp(app);
    const body = JSON.stringify(runBody({ state: { filler: 'x'.repeat(200_000) } }));
    const response = await fetch(`${url}/c/agent/default/run`, {
      method: 'POST',
      body,
      headers: JSON_TYPE,
    });
    expect(await response.text()).toContain('RUN_FINISHED');
  });

  it('above the limit of the runtime are refused', async () => {
    const runtime = runtimeWith({ maxBodyBytes: 1_000 });
    const url = await serveApp(
      express().use(createCopilotExpressHandler({ runtime, basePath: '/c' })),
    );
    const body = JSON.stringify(runBody({ state: { filler: 'x'.repeat(200_000) } }));
    const response = await fetch(`${url}/c/agent/default/run`, {
      method: 'POST',
      body,
      headers: JSON_TYPE,
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({
      error: 'Request body too large',
      code: 'payload_too_large',
      limitBytes: 1_000,
    });
  });

  it('that an upload middleware has consumed are not waited for', async () => {
    const consume: RequestHandler = (req, _res, next) => {
      req.resume().once('end', () => {
        req.body = { field: 'value' };
        next();
      });
    };
    const runtime = runtimeWith({ transcriptionService: new SizeService() });
    const url = await serveApp(
      express().use(consume, createCopilotExpressHandler({ runtime, basePath: '/c' })),
    );
    const form = new FormData();
    form.set('audio', new File(['audio'], 'a.webm', { type: 'audio/webm' }));
    const response = await fetch(`${url}/c/transcribe`, { method: 'POST', body: form });
    expect(response.status).toBe(400);
  });
});

class SizeService extends TranscriptionService {
  async transcribeFile({ audioFile }: { audioFile: File }): Promise<string> {
    return String(audioFile.size);
  }
}
