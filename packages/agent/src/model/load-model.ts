import type { ModelSpecifier } from '../options/agent-options.js';
import { checkedModel } from './checked-model.js';
import type { LanguageModel } from './language-model.js';
import type { PackageLoader } from './load-package.js';
import { modelSource } from './model-source.js';
import { behindLazyModel } from './resolve-model.js';
import type { ModelSourceSettings } from './model-source-settings.js';

export type { ModelSourceSettings } from './model-source-settings.js';

/**
 * The model of a specifier. A string is resolved (agent.md 18.2) and its provider's package loaded; an
 * object is returned as it is, if it is a model; behind one of `resolveModel` is that of its package.
 *
 * Rejects with a `ModelFailure`: `invalid_model` for what is no model, an unknown provider or a
 * package that is not installed, `auth_failed` for a missing key. Makes no request.
 */
export async function loadModel(
  spec: ModelSpecifier,
  settings: ModelSourceSettings,
  load?: PackageLoader,
): Promise<LanguageModel> {
  if (typeof spec === 'string') return modelSource(spec).open(settings, load);
  return behindLazyModel(spec) ?? checkedModel(spec);
}
