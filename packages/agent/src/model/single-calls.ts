import { providerFamily } from '../messages/envelope.js';
import type { ProviderOptions } from './prompt.js';

const ASKED_LIKE_OPENAI: ReadonlySet<string> = new Set([
  'openai',
  'groq',
  'mistral',
  'ollama',
  'lmstudio',
  'openrouter',
  'minimax',
  'unify',
  'openai-compatible',
]);

/** The options with which the provider of a model is asked for one tool call per answer. */
export function withSingleCalls(
  options: ProviderOptions | undefined,
  provider: string,
): ProviderOptions | undefined {
  const wish = singleCalls(providerFamily(provider));
  if (wish === undefined) return options;
  const [name, option] = wish;
  // What is said of the provider elsewhere is more particular.
  return { ...options, [name]: { [option[0]]: option[1], ...options?.[name] } };
}

function singleCalls(family: string): [name: string, option: [string, boolean]] | undefined {
  if (family === 'anthropic') return [family, ['disableParallelToolUse', true]];
  // The package of Azure reads the options of OpenAI.
  if (family === 'azure') return ['openai', ['parallelToolCalls', false]];
  return ASKED_LIKE_OPENAI.has(family) ? [family, ['parallelToolCalls', false]] : undefined;
}
