import type { ModelSpecifier, OpenAIInterface } from '../options/agent-options.js';
import type { LanguageModel } from './language-model.js';
import { ModelFailure } from './model-failure.js';

/** Where a string model's provider is and how to get in; each has the provider's default. */
export interface ModelSourceSettings {
  readonly apiKey?: string | undefined;
  readonly baseURL?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Only `openai`, `openai-chat` and `azure` have both. @default 'auto' */
  readonly api?: OpenAIInterface | undefined;
  /** Environment variables. @default those of the process, read when the model is loaded */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

export async function loadModel(
  spec: ModelSpecifier,
  _settings: ModelSourceSettings,
): Promise<LanguageModel> {
  if (typeof spec !== 'string') return spec;
  throw new ModelFailure('invalid_model', `Invalid model string "${spec}".`);
}
