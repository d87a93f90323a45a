import { describe, expect, it } from '@jest/globals';

import { parseModelId } from './parse-model-id.js';

describe('parseModelId', () => {
  it.each([
    ['openai/gpt-4o', 'openai', 'gpt-4o'],
    ['openai:gpt-4o', 'openai', 'gpt-4o'],
    ['OpenAI/GPT-4o', 'openai', 'GPT-4o'],
    [' openai / gpt-4o ', 'openai', 'gpt-4o'],
    ['openai/meta-llama/Llama-3', 'openai', 'meta-llama/Llama-3'],
    ['openai:meta-llama/Llama-3', 'openai', 'meta-llama/Llama-3'],
    ['openai/ft:gpt:org', 'openai', 'ft:gpt:org'],
    ['openai:ft:gpt:org', 'openai', 'ft:gpt:org'],
    ['ollama/qwen3:8b', 'ollama', 'qwen3:8b'],
  ])('cuts %j at its first separator [model.strings]', (spec, provider, modelId) => {
    expect(parseModelId(spec)).toEqual({ provider, modelId });
  });

  it.each(['gpt-4o', '/gpt', ':gpt', 'openai/', 'openai: ', '', '  '])(
    'refuses %j in the words that clients match on [model.strings]',
    (spec) => {
      expect(() => parseModelId(spec)).toThrow(`Invalid model string "${spec}"`);
    },
  );
});
