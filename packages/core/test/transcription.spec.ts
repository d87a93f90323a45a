import { describe, expect, it } from '@jest/globals';
import { jsonOf, ScriptedAgent, until, withDeadline } from '@flightdeck/testing';
import { createFaultBench } from './support/fault-bench.js';

describe('a transcription that fails', () => {
  it.each([
    ['production', false],
    ['development', true],
  ] as const)('in %s tells its caller why: %s', async (environment, isTold) => {
    const { rest } = createFaultBench({
      agents: { default: new ScriptedAgent() },
      environment,
      transcriptionService: {
        transcribeFile: () => Promise.reject(new Error('the key abc is blocked')),
      },
    });
    const body = new FormData();
    body.append('audio', new File(['x'], 'a.webm', { type: 'audio/webm' }));
    const response = await rest.request('/transcribe', { method: 'POST', body });
    const answer = await jsonOf(response, 500);
    expect(answer.error).toBe('provider_error');
    expect(JSON.stringify(answer).includes('the key abc')).toBe(isTold);
  });
});

describe('the largest recording', () => {
  it.each([
    [1_000, 200],
    [1_001, 413],
  ])('of 1000 bytes: %i bytes in a form are answered %i', async (size, status) => {
    const { rest } = createFaultBench({
      agents: { default: new ScriptedAgent() },
      maxAudioBytes: 1_000,
      transcriptionService: { transcribeFile: async () => 'hello' },
    });
    const body = new FormData();
    body.append('audio', new File(['x'.repeat(size)], 'a.webm', { type: 'audio/webm' }));
    const answer = await jsonOf(
      await rest.request('/transcribe', { method: 'POST', body }),
      status,
    );
    expect(answer).toMatchObject(status === 200 ? { size } : { error: 'audio_too_long' });
  });
});

describe('a transcription service that never ends', () => {
  it('is left when its client has gone [voice.abort]', async () => {
    const log: string[] = [];
    const write = (message: string): void => void log.push(message);
    let asked = false;
    const { handler } = createFaultBench({
      agents: { default: new ScriptedAgent() },
      logger: { debug: write, info: write, warn: write, error: write },
      transcriptionService: {
        transcribeFile() {
          asked = true;
          return new Promise<string>(() => undefined);
        },
      },
    });
    const body = new FormData();
    body.append('audio', new File(['x'], 'a.webm', { type: 'audio/webm' }));
    const leaving = new AbortController();
    const request = new Request('http://runtime.example/api/transcribe', {
      method: 'POST',
      body,
      signal: leaving.signal,
    });
    const answering = handler(request);
    await until(() => asked, 'the service to be asked');
    leaving.abort();
    await withDeadline(Promise.resolve(answering), 'the end of the request');
    expect(log).toContain('A transcription was given up: its client has left');
  });
});
