import type { LanguageModel } from './language-model.js';
import { ModelFailure } from './model-failure.js';
import type { ModelSourceSettings } from './model-source-settings.js';
import { builtInProviders } from './providers.js';

/** Makes a model of the given id, whenever an agent needs one. */
export type ProviderFactory = (
  modelId: string,
  settings: ModelSourceSettings,
) => LanguageModel | Promise<LanguageModel>;

/**
 * The one state that modules share: model strings come from configuration and requests, which cannot
 * carry a registry of functions with them.
 */
const registered = new Map<string, ProviderFactory>();

/**
 * Makes `name/model-id` a model of your own, for all agents of the process. A name that is registered
 * already is replaced. Returns a function that takes the registration back.
 *
 * Throws if the name is empty or holds a separator or blank, or is a built-in one and `override` is
 * not set.
 */
export function registerProvider(
  name: string,
  factory: ProviderFactory,
  options: { readonly override?: boolean } = {},
): () => void {
  const key = name.trim().toLowerCase();
  if (key === '' || /[\s/:]/.test(key)) {
    throw new ModelFailure('invalid_model', `A provider cannot be named "${name}".`);
  }
  if (Object.hasOwn(builtInProviders, key) && options.override !== true) {
    throw new ModelFailure(
      'invalid_model',
      `"${key}" is a built-in provider: pass { override: true } to replace it.`,
    );
  }
  registered.set(key, factory);
  return () => {
    if (registered.get(key) === factory) registered.delete(key);
  };
}

export function registeredProvider(name: string): ProviderFactory | undefined {
  return registered.get(name);
}

export function registeredNames(): readonly string[] {
  return [...registered.keys()];
}
