import type { OverridableProperty } from '../options/agent-options.js';
import { resolveOverrides, type OverrideRules } from './overrides.js';

const ALL: readonly OverridableProperty[] = [
  'model',
  'toolChoice',
  'maxOutputTokens',
  'temperature',
  'topP',
  'topK',
  'presencePenalty',
  'frequencyPenalty',
  'stopSequences',
  'seed',
  'maxRetries',
  'providerOptions',
  'prompt',
];

function resolve(forwardedProps: unknown, rules: OverrideRules = {}) {
  const warnings: string[] = [];
  const overrides = resolveOverrides(forwardedProps, {
    overridableProperties: ALL,
    configuredModels: ['openai/gpt-4o'],
    logger: { warn: (message) => void warnings.push(message) },
    ...rules,
  });
  return { overrides, warnings };
}

describe('resolveOverrides', () => {
  it('takes what is listed [agent.overrides]', () => {
    const given = {
      model: 'OpenAI : gpt-4o',
      toolChoice: 'required',
      maxOutputTokens: 5,
      temperature: 0,
      topP: 1,
      topK: 3,
      presencePenalty: -1.5,
      frequencyPenalty: 2,
      stopSequences: ['a', 'b'],
      seed: -4,
      maxRetries: 0,
      providerOptions: { openai: { store: false } },
      prompt: 'Be short',
    };
    const { model, toolChoice, maxRetries, providerOptions, prompt, ...settings } = given;
    expect(resolve(given)).toEqual({
      overrides: { model, toolChoice, maxRetries, providerOptions, prompt, settings },
      warnings: [],
    });
  });

  it('ignores what is not listed', () => {
    const { overrides, warnings } = resolve(
      { temperature: 1, model: 'openai/gpt-4o', prompt: 'x', anything: 1 },
      { overridableProperties: ['topP'] },
    );
    expect(overrides).toEqual({ settings: {} });
    expect(warnings).toEqual([]);
  });

  it.each([undefined, null, 'temperature', 7, [1], {}])('takes nothing out of %p', (given) => {
    expect(resolve(given)).toEqual({ overrides: { settings: {} }, warnings: [] });
  });

  it.each([
    ['temperature', Number.NaN],
    ['temperature', Number.POSITIVE_INFINITY],
    ['temperature', -0.1],
    ['temperature', '1'],
    ['topP', 1.1],
    ['topK', -1],
    ['maxOutputTokens', 0],
    ['maxOutputTokens', 1.5],
    ['presencePenalty', null],
    ['frequencyPenalty', Number.NEGATIVE_INFINITY],
    ['seed', 1.5],
    ['maxRetries', -1],
    ['maxRetries', 1000],
    ['stopSequences', 'stop'],
    ['stopSequences', ['stop', 1]],
    ['providerOptions', []],
    ['providerOptions', { openai: 'x' }],
    ['providerOptions', null],
    ['prompt', { text: 'x' }],
    ['toolChoice', 'sometimes'],
    ['toolChoice', { type: 'tool' }],
    ['toolChoice', { type: 'function', function: {} }],
    ['model', null],
    ['model', {}],
    ['model', ''],
  ] as const)('ignores %s of %p, and says so', (property, value) => {
    const { overrides, warnings } = resolve({ [property]: value });
    expect(overrides).toEqual({ settings: {} });
    expect(warnings).toEqual([expect.stringContaining(`forwardedProps.${property} is ignored`)]);
  });

  it.each([
    ['the form of the AI SDK', { type: 'tool', toolName: 'find' }],
    ['the form of OpenAI', { type: 'function', function: { name: 'find' } }],
    ['the short form of OpenAI', { type: 'function', name: 'find' }],
  ])('takes the choice of a tool in %s', (_case, toolChoice) => {
    expect(resolve({ toolChoice }).overrides.toolChoice).toEqual({
      type: 'tool',
      toolName: 'find',
    });
  });

  it.each([
    ['openai/gpt-4o', undefined, true],
    ['openai:gpt-4o', undefined, true],
    ['openai/gpt-5', undefined, false],
    ['anthropic/claude-opus-4-8', ['anthropic/claude-opus-4-8'], true],
    ['openai/gpt-4o', ['anthropic/claude-opus-4-8'], false],
    ['openai/gpt-4o', [/^openai\/gpt-4/g], true],
    ['openai:gpt-4o', [/^openai\/gpt-4/], true],
    ['google/gemini-2.5-pro', [/^openai\//], false],
    ['openai/gpt-4o', [], false],
  ])('of models %p, with %p allowed: %p', (model, allowedModels, taken) => {
    const { overrides } = resolve({ model }, { allowedModels });
    expect(overrides.model).toBe(taken ? model : undefined);
  });

  it('compares with the name of a configured model object', () => {
    const object = {
      specificationVersion: 'v3',
      provider: 'openai',
      modelId: 'gpt-4o',
      doStream: () => new Promise<never>(() => undefined),
    };
    const rules = { configuredModels: [object] };
    expect(resolve({ model: 'openai/gpt-4o' }, rules).overrides.model).toBe('openai/gpt-4o');
    expect(resolve({ model: object }, rules).overrides.model).toBe(object);
  });

  it('takes nothing that an object inherits', () => {
    const given: unknown = Object.create({ temperature: 1 });
    expect(resolve(given).overrides).toEqual({ settings: {} });
  });
});
