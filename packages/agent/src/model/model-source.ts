import type { LanguageModel } from './language-model.js';
import { checkedModel } from './checked-model.js';
import { loadPackage } from './load-package.js';
import type { PackageLoader } from './load-package.js';
import { ModelFailure } from './model-failure.js';
import type { ModelSourceSettings } from './model-source-settings.js';
import { parseModelId } from './parse-model-id.js';
import { providerSource } from './provider-plan.js';
import type { ProviderPlan } from './provider-plan.js';
import { builtInProviders, providerNames } from './providers.js';
import { registeredNames, registeredProvider } from './register-provider.js';

/** A model string whose provider is known; nothing is loaded yet. */
export interface ModelSource {
  /** What the loaded model will call its provider. */
  readonly label: (settings: ModelSourceSettings) => string;
  readonly modelId: string;
  readonly open: (settings: ModelSourceSettings, load?: PackageLoader) => Promise<LanguageModel>;
}

/** Throws a `ModelFailure` for a bad string and for a provider that nobody has registered. */
export function modelSource(spec: string): ModelSource {
  const { provider, modelId } = parseModelId(spec);
  const factory = registeredProvider(provider);
  if (factory !== undefined) {
    return {
      label: () => provider,
      modelId,
      open: async (settings) => checkedModel(await factory(modelId, settings)),
    };
  }
  if (!Object.hasOwn(builtInProviders, provider)) throw unknownProvider(provider, spec);
  const entry = builtInProviders[provider];
  if (entry === undefined) throw unknownProvider(provider, spec);
  return {
    label: (settings) => entry.label(providerSource(provider, settings)),
    modelId,
    open: async (settings, load) => {
      const plan = entry.plan(providerSource(provider, settings));
      return checkedModel(makeModel(await loadPackage(plan.packageName, load), plan, modelId));
    },
  };
}

function unknownProvider(provider: string, spec: string): ModelFailure {
  const names = providerNames(registeredNames());
  return new ModelFailure(
    'invalid_model',
    `Unknown provider "${provider}" in "${spec}". Supported: ${names}.`,
  );
}

type Exports = Readonly<Record<string, unknown>> & { readonly default?: Exports };
type Make = (input: unknown) => unknown;

function makeModel(loaded: unknown, plan: ProviderPlan, modelId: string): unknown {
  const exported = loaded as Exports; // a module's namespace
  const create = plan.create
    // Some loaders give CommonJS modules as their default only.
    .map((name) => exported[name] ?? exported.default?.[name])
    .find((value): value is Make => typeof value === 'function');
  if (create === undefined) throw unsuitable(plan);
  // A provider is a function with the interfaces as its methods.
  const provider = create(plan.settings) as Make & Readonly<Record<string, Make | undefined>>;
  if (plan.method === undefined) return provider(modelId);
  const make = provider[plan.method];
  if (make === undefined) throw unsuitable(plan);
  return make(modelId);
}

function unsuitable({ packageName }: ProviderPlan): ModelFailure {
  return new ModelFailure(
    'invalid_model',
    `The installed version of "${packageName}" is not one that the agent knows.`,
  );
}
