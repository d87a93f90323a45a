import assert from 'node:assert/strict';
import { jsonOf } from '../../http/runtime-client.js';
import type { ConformanceCase } from '../conformance-case.js';
import type { ServerInfo } from '../server-info.js';

const byScript = (info: ServerInfo): boolean => info.transcribesByScript;
const transcribes = (info: ServerInfo): boolean => info.transcribes;

const AUDIO = { audio: btoa('sound'), mimeType: 'audio/webm', filename: 'a.webm' };

function form(content: string, type: string, name?: string): FormData {
  const data = new FormData();
  data.append('audio', new File([content], name ?? 'recording.webm', { type }));
  return data;
}

function refusal(title: string, body: unknown, error: string): ConformanceCase {
  return {
    name: `audio ${title} is refused with 400`,
    needs: transcribes,
    async run({ client }) {
      const answer = await jsonOf(await client.transcribe(body), 400);
      assert.equal(answer.error, error);
      assert.equal(typeof answer.message, 'string');
      assert.equal(answer.retryable, false);
    },
  };
}

function providerFailure(status: number, answered: number, error: string): ConformanceCase {
  return {
    name: `a provider that fails with ${status} is reported as ${error}`,
    needs: byScript,
    async run({ client }) {
      const body = { ...AUDIO, filename: `fail-${status}` };
      assert.equal((await jsonOf(await client.transcribe(body), answered)).error, error);
    },
  };
}

/** protocol.md 5.6 */
export const transcriptionCases: readonly ConformanceCase[] = [
  {
    name: 'audio is answered 503 where no service is configured',
    needs: (info) => !info.transcribes,
    async run({ client }) {
      const body = await jsonOf(await client.transcribe(AUDIO), 503);
      assert.equal(body.error, 'service_not_configured');
      assert.equal(body.retryable, false);
    },
  },
  {
    name: 'audio as JSON is transcribed',
    needs: byScript,
    async run({ client }) {
      assert.deepEqual(await jsonOf(await client.transcribe(AUDIO)), {
        text: 'a.webm audio/webm sound',
        size: 5,
        type: 'audio/webm',
      });
    },
  },
  {
    name: 'audio as a data URL is transcribed',
    needs: byScript,
    async run({ client }) {
      const audio = `data:audio/webm;base64,${AUDIO.audio}`;
      const { text } = await jsonOf(await client.transcribe({ ...AUDIO, audio }));
      assert.equal(text, 'a.webm audio/webm sound');
    },
  },
  {
    name: 'audio as a form is transcribed',
    transports: ['rest'],
    needs: byScript,
    async run({ client }) {
      const body = form('sound', 'audio/ogg', 'b.ogg');
      const response = await client.request('/transcribe', { method: 'POST', body });
      const text = 'b.ogg audio/ogg sound';
      assert.deepEqual(await jsonOf(response), { text, size: 5, type: 'audio/ogg' });
    },
  },
  {
    name: 'the parameters of an audio type are kept',
    transports: ['rest'],
    needs: byScript,
    async run({ client }) {
      const body = form('sound', 'audio/webm;codecs=opus');
      const response = await client.request('/transcribe', { method: 'POST', body });
      assert.equal((await jsonOf(response)).type, 'audio/webm;codecs=opus');
    },
  },
  {
    name: 'a form with audio of an unspecific type is taken for WebM',
    transports: ['rest'],
    needs: byScript,
    async run({ client }) {
      const body = form('sound', 'application/octet-stream', 'c');
      const response = await client.request('/transcribe', { method: 'POST', body });
      assert.equal((await jsonOf(response)).type, 'audio/webm');
    },
  },
  {
    name: 'a form without a file is refused with 400',
    transports: ['rest'],
    needs: transcribes,
    async run({ client }) {
      const body = new FormData();
      body.append('audio', 'no file');
      const response = await client.request('/transcribe', { method: 'POST', body });
      assert.equal((await jsonOf(response, 400)).error, 'invalid_request');
    },
  },
  {
    name: 'a broken form is refused with 400',
    transports: ['rest'],
    needs: transcribes,
    async run({ client }) {
      const headers = { 'content-type': 'multipart/form-data; boundary=x' };
      const init = { method: 'POST', headers, body: 'no form at all' };
      const response = await client.request('/transcribe', init);
      assert.equal((await jsonOf(response, 400)).error, 'invalid_request');
    },
  },
  {
    name: 'audio of another content type is refused with 400',
    transports: ['rest'],
    needs: transcribes,
    async run({ client }) {
      const init = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'sound' };
      const response = await client.request('/transcribe', init);
      assert.equal((await jsonOf(response, 400)).error, 'invalid_request');
    },
  },
  refusal(
    'of a type that no provider takes',
    { ...AUDIO, mimeType: 'video/mp4' },
    'invalid_audio_format',
  ),
  refusal('without a type', { audio: AUDIO.audio }, 'invalid_request'),
  refusal('without content', { mimeType: 'audio/webm' }, 'invalid_request'),
  refusal('that is no base64', { ...AUDIO, audio: '%%%' }, 'invalid_request'),
  providerFailure(429, 429, 'rate_limited'),
  providerFailure(401, 401, 'auth_failed'),
  providerFailure(500, 500, 'provider_error'),
  providerFailure(503, 502, 'network_error'),
];
