import { describe, expect, it } from '@jest/globals';
import { jsonOf, ScriptedAgent } from '@flightdeck/testing';
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
