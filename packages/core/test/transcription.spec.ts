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
