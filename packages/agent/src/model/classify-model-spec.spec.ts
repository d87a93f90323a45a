import { describe, expect, it } from '@jest/globals';

import { classifyModelSpec } from './classify-model-spec.js';

describe('classifyModelSpec', () => {
  it.each([
    ['openai/gpt-4o', 'openai'],
    ['OpenAI:gpt-4o', 'openai'],
    ['gemini/gemini-2.5-pro', 'google'],
    ['vertex/gemini-2.5-pro', 'vertex'],
    ['bedrock/x', 'bedrock'],
    ['ollama/qwen3:8b', 'local'],
    ['mistral/large', 'other'],
    ['nobody/x', 'other'],
    ['openai-compatible/x', 'unknown'],
    ['gpt-4o', 'unknown'],
    ['constructor/x', 'other'],
  ])('tells whose server %j leads to [model.class]', (spec, expected) => {
    expect(classifyModelSpec(spec, {})).toBe(expected);
  });

  it.each([{ specificationVersion: 'v3' }, null, undefined, 7])(
    'says nothing of %j [model.class]',
    (spec) => {
      expect(classifyModelSpec(spec, {})).toBe('unknown');
    },
  );

  it.each([
    ['https://api.openai.com/v1', 'openai'],
    ['https://eu.api.openai.com/v1', 'openai'],
    ['https://notopenai.com/v1', 'other'],
    ['https://openai.com.evil.example/v1', 'other'],
    ['https://x.openai.azure.com/openai/v1', 'azure'],
    ['https://openrouter.ai/api/v1', 'openrouter'],
    ['https://europe-west1-aiplatform.googleapis.com/v1', 'vertex'],
    ['https://generativelanguage.googleapis.com/v1beta', 'google'],
    ['https://bedrock-runtime.us-east-1.amazonaws.com', 'bedrock'],
    ['http://localhost:8080/v1', 'local'],
    ['http://127.0.0.1/v1', 'local'],
    ['http://[::1]:1234/v1', 'local'],
    ['http://10.1.2.3/v1', 'local'],
    ['http://172.16.0.1/v1', 'local'],
    ['http://172.32.0.1/v1', 'other'],
    ['http://192.168.1.4/v1', 'local'],
    ['http://llm.internal/v1', 'local'],
    ['http://box.local:1234', 'local'],
    ['not an address', 'unknown'],
  ])('looks at the base URL %s [model.class]', (base, expected) => {
    expect(classifyModelSpec('openai/gpt-4o', { OPENAI_BASE_URL: base })).toBe(expected);
  });
});
