import { providerFamily } from '../messages/envelope.js';
import type { LanguageModel } from '../model/language-model.js';
import { loadModel, type ModelSourceSettings } from '../model/load-model.js';
import type { ModelSpecifier } from '../options/agent-options.js';
import type { ResolvedAgentOptions } from '../options/resolve-agent-options.js';

/** The models of a run in the order in which they are asked, each loaded when it is first needed. */
export function runModels(
  options: ResolvedAgentOptions,
  override: ModelSpecifier | undefined,
): readonly (() => Promise<LanguageModel>)[] {
  return [override ?? options.model, ...options.fallbackModels].map((spec) => {
    let loading: Promise<LanguageModel> | undefined;
    return () => (loading ??= loadModel(spec, settingsFor(spec, options)));
  });
}

/** The key and the address of the configured model are for its provider alone. */
function settingsFor(spec: ModelSpecifier, options: ResolvedAgentOptions): ModelSourceSettings {
  const { fetch, api, apiKey, baseURL, headers } = options;
  if (providerOf(spec) !== providerOf(options.model)) return { fetch, api };
  return { fetch, api, apiKey, baseURL, headers };
}

function providerOf(spec: ModelSpecifier): string {
  if (typeof spec !== 'string') return providerFamily(String(spec?.provider));
  return (spec.split(/[/:]/, 1)[0] ?? '').trim().toLowerCase();
}
