import type { LanguageModel } from '../model/language-model.js';
import { loadModel } from '../model/load-model.js';
import { sourceSettingsFor } from '../model/source-settings-for.js';
import type { ModelSpecifier } from '../options/agent-options.js';
import type { ResolvedAgentOptions } from '../options/resolve-agent-options.js';

/** The models of a run in the order in which they are asked, each loaded when it is first needed. */
export function runModels(
  options: ResolvedAgentOptions,
  override: ModelSpecifier | undefined,
): readonly (() => Promise<LanguageModel>)[] {
  return [override ?? options.model, ...options.fallbackModels].map((spec) => {
    let loading: Promise<LanguageModel> | undefined;
    return () => (loading ??= loadModel(spec, sourceSettingsFor(spec, options)));
  });
}
