import type { OpenAIInterface } from '../options/agent-options.js';
import { environmentOf } from './model-source-settings.js';
import type { Environment, ModelSourceSettings } from './model-source-settings.js';
import { maskSecrets } from './mask-secrets.js';
import { ModelFailure } from './model-failure.js';

/** How a model of a provider is made: which package, which of its functions, and its settings. */
export interface ProviderPlan {
  readonly packageName: string;
  /** Exports that make the provider; the first that the installed version has is called. */
  readonly create: readonly string[];
  readonly settings: Readonly<Record<string, unknown>>;
  /** The provider's method to call for a model. @default the provider itself */
  readonly method?: 'responses' | 'chat' | undefined;
}

/** A provider that the agent knows by name. */
export interface ProviderEntry {
  /** What the made models call their provider, such as `openai.responses`. */
  readonly label: (source: ProviderSource) => string;
  /** Throws a `ModelFailure` if a key or an address is missing; makes no request. */
  readonly plan: (source: ProviderSource) => ProviderPlan;
}

/** The settings of a model string, with the environment behind them. */
export interface ProviderSource {
  /** As written by the user, for messages. */
  readonly name: string;
  readonly settings: ModelSourceSettings;
  readonly env: Environment;
  readonly api: OpenAIInterface;
}

export function providerSource(name: string, settings: ModelSourceSettings): ProviderSource {
  return { name, settings, env: environmentOf(settings), api: settings.api ?? 'auto' };
}

/** The first variable that is set; empty ones are not. */
export function variable({ env }: ProviderSource, names: readonly string[]): string | undefined {
  return names.map((name) => env[name]).find((value) => value !== undefined && value !== '');
}

export function keyOf(source: ProviderSource, names: readonly string[]): string | undefined {
  return source.settings.apiKey || variable(source, names);
}

export function requiredKey(source: ProviderSource, names: readonly string[]): string {
  const key = keyOf(source, names);
  if (key !== undefined) return key;
  throw new ModelFailure(
    'auth_failed',
    `No API key for "${source.name}": set ${names.join(' or ')}, or the option "apiKey".`,
  );
}

/** Without the slashes at its end. */
export function baseUrlOf(source: ProviderSource, names: readonly string[]): string | undefined {
  const text = source.settings.baseURL || variable(source, names);
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text.replace(/\/+$/, '');
  throw new ModelFailure(
    'invalid_model',
    `The base URL of "${source.name}" is not an http address: "${maskSecrets(text)}".`,
  );
}

/** What all providers take, and some more; without what is not set. */
export function settingsOf(
  { settings: { headers, fetch } }: ProviderSource,
  more: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const all = { ...more, headers: headers && { ...headers }, fetch };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
