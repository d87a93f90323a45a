import { afterEach, describe, expect, it } from '@jest/globals';
import { streamText } from 'ai6';

import { scriptedModel } from '../../test/support/part-stream-model.js';

import { loadModel } from './load-model.js';
import { registerProvider } from './register-provider.js';
import { resolveModel } from './resolve-model.js';

const undo: (() => void)[] = [];

afterEach(() => {
  for (const take of undo.splice(0)) take();
});

const answer = [
  { type: 'stream-start', warnings: [] },
  { type: 'text-start', id: '1' },
  { type: 'text-delta', id: '1', delta: 'hello' },
  { type: 'text-end', id: '1' },
  {
    type: 'finish',
    finishReason: { unified: 'stop', raw: 'stop' },
    usage: { inputTokens: { total: 1 }, outputTokens: { total: 1 } },
  },
];

describe('resolveModel', () => {
  it.each([scriptedModel('v2', []), {}, null, undefined, 7])(
    'returns what is no string unchanged [model.resolve]',
    (value) => {
      expect(resolveModel(value as object)).toBe(value);
    },
  );

  it.each([
    ['gpt-4o', 'Invalid model string "gpt-4o"'],
    [
      'nobody/x',
      'Unknown provider "nobody" in "nobody/x". Supported: openai, anthropic, google (gemini)',
    ],
  ])('throws at once for %j [model.resolve]', (spec, message) => {
    expect(() => resolveModel(spec)).toThrow(message);
  });

  it.each([
    ['openai:gpt-4o', 'openai.responses', 'gpt-4o'],
    ['openai-chat/gpt-4o', 'openai.chat', 'gpt-4o'],
    ['anthropic/claude', 'anthropic.messages', 'claude'],
    ['google/gemini', 'google.generative-ai', 'gemini'],
  ])(
    'tells provider and id of %j before it is loaded [model.resolve]',
    (spec, provider, modelId) => {
      expect(resolveModel(spec, 'key')).toMatchObject({
        specificationVersion: 'v3',
        provider,
        modelId,
      });
    },
  );

  it('makes a model that streamText takes [model.resolve]', async () => {
    undo.push(registerProvider('house', () => scriptedModel('v3', answer)));
    const { text } = streamText({ model: resolveModel('house/x'), prompt: 'hi' });
    expect(await text).toBe('hello');
  });

  it('is loaded once, when it is first used, and anew after a failure', async () => {
    let loads = 0;
    undo.push(
      registerProvider('house', async () => {
        loads += 1;
        if (loads === 1) throw new Error('not yet');
        return scriptedModel('v3', []);
      }),
    );
    const model = resolveModel('house/x');
    expect(loads).toBe(0);
    await expect(model.doStream({} as never)).rejects.toThrow('not yet');
    await Promise.all([model.doStream({} as never), model.doStream({} as never)]);
    expect(loads).toBe(2);
  });

  it('tells which addresses the provider fetches itself', async () => {
    const supportedUrls = { 'image/*': [/^https:/] };
    undo.push(registerProvider('house', () => ({ ...scriptedModel('v3', []), supportedUrls })));
    expect(await resolveModel('house/x').supportedUrls).toEqual(supportedUrls);
  });

  it('refuses models of another specification, which would misread the question', async () => {
    undo.push(registerProvider('house', () => scriptedModel('v2', [])));
    await expect(resolveModel('house/x').doStream({} as never)).rejects.toThrow('specification v2');
  });

  it('says so when a provider can only stream', async () => {
    undo.push(registerProvider('house', () => scriptedModel('v3', [])));
    await expect(resolveModel('house/x').doGenerate({} as never)).rejects.toThrow(
      'can only stream',
    );
  });

  it('gives agents the model of any specification that its provider makes', async () => {
    const made = scriptedModel('v2', answer);
    undo.push(registerProvider('old', () => made));
    const model = resolveModel('old/m', { apiKey: 'key' });
    expect(await loadModel(model, {})).toBe(made);
    await expect(model.doStream({} as never)).rejects.toThrow('specification v2');
  });
});
