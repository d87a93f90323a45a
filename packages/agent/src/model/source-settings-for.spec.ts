import { describe, expect, it } from '@jest/globals';

import { scriptedModel } from '../../test/support/part-stream-model.js';

import { sourceSettingsFor } from './source-settings-for.js';

const config = {
  model: 'openai/gpt-4o',
  apiKey: 'key',
  baseURL: 'https://gateway.example/v1',
  headers: { 'x-team': 'a' },
  api: 'chat',
} as const;

describe('sourceSettingsFor', () => {
  it.each(['openai/gpt-4o', 'OpenAI:o3', 'openai-chat/gpt-4o'])(
    'gives %s all settings of its own provider [model.keys-apart]',
    (spec) => {
      expect(sourceSettingsFor(spec, config)).toEqual({ ...config, model: undefined });
    },
  );

  it.each(['anthropic/claude', 'openai-compatible/x', 'nonsense', scriptedModel('v3', [])])(
    'keeps key, address and headers from %s [model.keys-apart]',
    (spec) => {
      expect(sourceSettingsFor(spec, config)).toEqual({ api: 'chat' });
    },
  );

  it('takes the names of one provider for the same', () => {
    const settings = sourceSettingsFor('gemini/x', { model: 'google/y', apiKey: 'key' });
    expect(settings.apiKey).toBe('key');
  });

  it('knows the provider of a model object', () => {
    const model = { ...scriptedModel('v3', []), provider: 'openai.responses' };
    const beside = { ...config, model };
    expect(sourceSettingsFor('openai/x', beside).apiKey).toBe('key');
    expect(sourceSettingsFor('anthropic/x', beside).apiKey).toBeUndefined();
  });

  it('survives what is no model', () => {
    expect(sourceSettingsFor(null as never, config).apiKey).toBeUndefined();
  });
});
