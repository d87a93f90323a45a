import { createServer, type IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { jsonOf, listenOnLoopback, until, withDeadline } from '@flightdeck/testing';
import { json, startProvider } from './support/provider-server.js';
import { SERVICES } from './support/services.js';
import { startVoiceBench } from './support/voice-bench.js';

const SIZE = 25 * 1024 * 1024;

function recording(): FormData {
  const form = new FormData();
  form.append('audio', new File([new Uint8Array(SIZE)], 'long.wav', { type: 'audio/wav' }));
  return form;
}

describe.each(Object.entries(SERVICES))('25 MB for %s', (_name, make) => {
  it('are transcribed [voice.providers]', async () => {
    const provider = await startProvider();
    provider.answer = json(200, { text: 'long' });
    const bench = await startVoiceBench(make(provider.origin));
    const sent = bench.rest.request('/transcribe', { method: 'POST', body: recording() });
    expect(await jsonOf(await sent)).toEqual({ text: 'long', size: SIZE, type: 'audio/wav' });
    await bench.close();
    await provider.close();
  });

  it('are given up in the middle when the client leaves [voice.abort]', async () => {
    const uploads: IncomingMessage[] = [];
    const provider = createServer((request) => {
      // Takes nothing yet: what is on its way fills the sockets, and no more.
      request.pause().on('error', () => undefined);
      uploads.push(request);
    });
    const listening = await listenOnLoopback(provider);
    const bench = await startVoiceBench(make(listening.origin));
    const leaving = new AbortController();
    const sent = bench.rest
      .request('/transcribe', { method: 'POST', body: recording(), signal: leaving.signal })
      .then(
        () => 'answered',
        () => 'left',
      );
    await until(() => uploads.length === 1, 'the upload');
    leaving.abort();
    expect(await withDeadline(sent, 'the client to leave')).toBe('left');
    await until(() => bench.log().includes('its client has left'), 'the runtime to give up');
    uploads[0]?.resume();
    await until(() => uploads[0]?.destroyed === true, 'the upload to end');
    expect(uploads[0]?.complete).toBe(false);
    await bench.close();
    await listening.close();
  });
});
