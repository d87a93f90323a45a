import { createServer } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { jsonOf, listenOnLoopback, until, withDeadline } from '@flightdeck/testing';
import {
  html,
  json,
  silence,
  startProvider,
  type ProviderAnswer,
} from './support/provider-server.js';
import { SECRET, SERVICES, type ServiceOptions } from './support/services.js';
import { sendRecording, startVoiceBench } from './support/voice-bench.js';

const torn: ProviderAnswer = (res) => {
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  res.write('{"text":"he', () => res.destroy());
};
const halfHead: ProviderAnswer = (res) => {
  res.writeHead(200, { 'content-type': 'application/json' });
  res.write('{"text":');
};
const openAIError = (message: string, code: string | null = null): object => ({
  error: { message, type: 'invalid_request_error', param: null, code },
});

interface Fault {
  readonly name: string;
  readonly answer: ProviderAnswer;
  readonly status: number;
  readonly error: string;
  readonly options?: ServiceOptions;
}

const FAULTS: readonly Fault[] = [
  {
    name: 'a refused key that is quoted',
    answer: json(401, openAIError(`Incorrect API key provided: ${SECRET}`, 'invalid_api_key')),
    status: 401,
    error: 'auth_failed',
  },
  {
    name: 'a page of a gateway with 500',
    answer: html(500),
    status: 500,
    error: 'provider_error',
  },
  { name: 'a page of a gateway with 502', answer: html(502), status: 502, error: 'network_error' },
  { name: 'a page of a gateway with 200', answer: html(200), status: 500, error: 'provider_error' },
  {
    name: 'a short recording by code',
    answer: json(400, openAIError('x', 'audio_too_short')),
    status: 400,
    error: 'audio_too_short',
  },
  {
    name: 'a short recording by words',
    answer: json(400, openAIError('Audio file is too short. Minimum audio length is 0.1 seconds.')),
    status: 400,
    error: 'audio_too_short',
  },
  {
    name: 'a format that is not known',
    answer: json(400, openAIError("Invalid file format. Supported formats: ['flac']")),
    status: 400,
    error: 'invalid_audio_format',
  },
  { name: 'a 413', answer: html(413), status: 400, error: 'audio_too_long' },
  { name: 'an answer that breaks off', answer: torn, status: 502, error: 'network_error' },
  {
    name: 'silence',
    answer: silence,
    status: 502,
    error: 'network_error',
    options: { timeoutMs: 100 },
  },
  {
    name: 'silence in the middle of the answer',
    answer: halfHead,
    status: 502,
    error: 'network_error',
    options: { timeoutMs: 100 },
  },
];

describe.each(Object.entries(SERVICES))('%s', (_service, make) => {
  it.each(FAULTS)(
    'reports $name as $error, without secrets [voice.faults] [voice.secrets]',
    async ({ answer, status, error, options }) => {
      const provider = await startProvider();
      provider.answer = answer;
      const bench = await startVoiceBench(make(provider.origin, options));
      const reply = await jsonOf(await sendRecording(bench.rest), status);
      expect(reply).toMatchObject({ error, message: expect.any(String) });
      const told = `${JSON.stringify(reply)}\n${bench.log()}`;
      for (const secret of [SECRET, 'secret-page', '<html', 'Bearer', 'x-secret-header']) {
        expect(told).not.toContain(secret);
      }
      expect(bench.log()).toContain('Transcription failed');
      await bench.close();
      await provider.close();
    },
  );

  it('passes on a 429 with the time to wait, and the next recording works [voice.retry-after]', async () => {
    const provider = await startProvider();
    provider.answer = json(429, openAIError('Rate limit reached'), { 'retry-after': '7' });
    const bench = await startVoiceBench(make(provider.origin));
    const response = await sendRecording(bench.single);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await jsonOf(response, 429)).toMatchObject({ error: 'rate_limited', retryable: true });
    provider.answer = json(200, { text: 'again' });
    expect((await jsonOf(await sendRecording(bench.single))).text).toBe('again');
    await bench.close();
    await provider.close();
  });

  it('reports a server that is not there as network_error [voice.faults]', async () => {
    const gone = await listenOnLoopback(createServer());
    await gone.close();
    const bench = await startVoiceBench(make(gone.origin));
    const reply = await jsonOf(await sendRecording(bench.rest), 502);
    expect(reply).toMatchObject({ error: 'network_error', retryable: true });
    expect(reply.message).toContain('ECONNREFUSED');
    await bench.close();
  });

  it.each(['rest', 'single'] as const)(
    'gives the call up when the client leaves over the transport %s [voice.abort]',
    async (transport) => {
      const provider = await startProvider();
      provider.answer = silence;
      const bench = await startVoiceBench(make(provider.origin));
      const leaving = new AbortController();
      const sent = sendRecording(bench[transport], { signal: leaving.signal }).then(
        () => 'answered',
        () => 'left',
      );
      await provider.untilCalled();
      leaving.abort();
      expect(await withDeadline(sent, 'the client to leave')).toBe('left');
      await provider.untilAbandoned();
      await until(() => bench.log().includes('its client has left'), 'the log to tell');
      expect(bench.log()).not.toContain('Transcription failed');
      await bench.close();
      await provider.close();
    },
  );
});
