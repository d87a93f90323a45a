import { toTokenUsage, UsageSum } from './usage.js';

const MODEL = { provider: 'openai.responses', modelId: 'gpt' };

describe('toTokenUsage', () => {
  it('names counts as AG-UI does', () => {
    expect(toTokenUsage(MODEL, { inputTokens: 3, cacheWriteTokens: 2 })).toEqual({
      provider: 'openai.responses',
      model: 'gpt',
      inputTokens: 3,
      cacheWriteInputTokens: 2,
    });
  });

  it.each([Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY])('leaves %p out', (inputTokens) => {
    expect(toTokenUsage(MODEL, { inputTokens })).not.toHaveProperty('inputTokens');
  });
});

describe('UsageSum', () => {
  it('adds up what each model has used, and invents no counts', () => {
    const sum = new UsageSum();
    sum.add({ provider: 'a', model: 'm', inputTokens: 1 });
    sum.add({ provider: 'b', model: 'm', inputTokens: 10 });
    sum.add({ provider: 'a', model: 'm', inputTokens: 2, outputTokens: 5 });
    expect(sum.entries()).toEqual([
      { provider: 'a', model: 'm', inputTokens: 3, outputTokens: 5 },
      { provider: 'b', model: 'm', inputTokens: 10 },
    ]);
  });
});
