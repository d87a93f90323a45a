import type { LanguageModel } from '../model/language-model.js';
import type { ModelSettings, ToolChoice } from '../model/model-call.js';
import type { ProviderOptions } from '../model/prompt.js';
import type { AgentLogger, ModelSpecifier, OverridableProperty } from '../options/agent-options.js';
import { isRecord } from './is-record.js';
import { toToolChoice } from './to-tool-choice.js';

/** What a request changes of the agent's options; an absent field changes nothing. */
export interface Overrides {
  readonly settings: ModelSettings;
  readonly model?: ModelSpecifier;
  readonly toolChoice?: ToolChoice;
  readonly prompt?: string;
  readonly maxRetries?: number;
  /** Replaces the configured ones, is not merged with them. */
  readonly providerOptions?: ProviderOptions;
}

export interface OverrideRules {
  /** @default [] */
  readonly overridableProperties?: readonly OverridableProperty[] | undefined;
  /** Which models a request may name. @default those of `configuredModels` */
  readonly allowedModels?: readonly (string | RegExp)[] | undefined;
  /** `model` and `fallbackModels` of the agent. */
  readonly configuredModels?: readonly ModelSpecifier[] | undefined;
  readonly logger?: Pick<AgentLogger, 'warn'> | undefined;
}

/**
 * Reads what `forwardedProps` may set (agent.md 4.6, 18.7). What is not listed is ignored; what is
 * listed and does not fit is ignored and logged. Never throws.
 */
export function resolveOverrides(forwardedProps: unknown, rules: OverrideRules): Overrides {
  const readers: Readers = {
    ...SETTING_READERS,
    model: (value) => toAllowedModel(value, rules),
    toolChoice: toToolChoice,
    prompt: (value) => (typeof value === 'string' ? value : undefined),
    maxRetries: (value) => toInteger(value, 0, MAX_RETRIES),
    providerOptions: toProviderOptions,
  };
  const accepted = new Map<OverridableProperty, unknown>();
  const given = isRecord(forwardedProps) ? forwardedProps : {};
  for (const property of new Set(rules.overridableProperties)) {
    if (!Object.hasOwn(given, property) || !Object.hasOwn(readers, property)) continue;
    if (given[property] === undefined) continue;
    const value = readers[property](given[property]);
    if (value !== undefined) accepted.set(property, value);
    else rules.logger?.warn(`forwardedProps.${property} is ignored: ${WHY[property] ?? UNFIT}`);
  }
  return toOverrides(accepted);
}

type Reader = (value: unknown) => unknown;
type Readers = Readonly<Record<OverridableProperty, Reader>>;
type Setting = keyof ModelSettings & OverridableProperty;

/** A request may ask for patience, not for an endless loop. */
const MAX_RETRIES = 10;

const UNFIT = 'its value does not fit';
const WHY: Partial<Record<OverridableProperty, string>> = {
  model: 'no such model is in `allowedModels`',
};

const SETTING_READERS: Readonly<Record<Setting, Reader>> = {
  maxOutputTokens: (value) => toInteger(value, 1, Number.MAX_SAFE_INTEGER),
  temperature: (value) => toNumber(value, 0, Number.MAX_VALUE),
  topP: (value) => toNumber(value, 0, 1),
  topK: (value) => toNumber(value, 0, Number.MAX_VALUE),
  presencePenalty: (value) => toNumber(value, -Number.MAX_VALUE, Number.MAX_VALUE),
  frequencyPenalty: (value) => toNumber(value, -Number.MAX_VALUE, Number.MAX_VALUE),
  seed: (value) => toInteger(value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  stopSequences: (value) =>
    Array.isArray(value) && value.every((item) => typeof item === 'string')
      ? [...value]
      : undefined,
};

function toOverrides(accepted: ReadonlyMap<OverridableProperty, unknown>): Overrides {
  const settings: Record<string, unknown> = {};
  const others: Record<string, unknown> = {};
  for (const [property, value] of accepted) {
    (Object.hasOwn(SETTING_READERS, property) ? settings : others)[property] = value;
  }
  // Each value went through the reader of its property.
  return { ...others, settings } as Overrides;
}

function toNumber(value: unknown, min: number, max: number): number | undefined {
  return typeof value === 'number' && value >= min && value <= max ? value : undefined;
}

function toInteger(value: unknown, min: number, max: number): number | undefined {
  return Number.isSafeInteger(value) ? toNumber(value, min, max) : undefined;
}

function toProviderOptions(value: unknown): ProviderOptions | undefined {
  if (!isRecord(value) || !Object.values(value).every(isRecord)) return undefined;
  // Just checked: records by provider name.
  return value as ProviderOptions;
}

function toAllowedModel(value: unknown, rules: OverrideRules): ModelSpecifier | undefined {
  // JSON has no functions: only code of this process can pass a model object.
  if (isLanguageModel(value)) return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const allowed = rules.allowedModels ?? (rules.configuredModels ?? []).map(nameOfModel);
  const name = toCanonicalName(value);
  const fits = allowed.some((rule) =>
    typeof rule === 'string' ? toCanonicalName(rule) === name : matches(rule, name, value),
  );
  return fits ? value : undefined;
}

/** `search` has no memory, unlike `test` of a global expression. */
function matches(rule: RegExp, name: string, value: string): boolean {
  return name.search(rule) >= 0 || value.trim().search(rule) >= 0;
}

function nameOfModel(model: ModelSpecifier): string {
  return typeof model === 'string' ? model : `${model.provider}/${model.modelId}`;
}

/** `provider/model-id`, however it was separated and spaced. */
function toCanonicalName(name: string): string {
  const cut = name.search(/[/:]/);
  if (cut < 0) return name.trim();
  return `${name.slice(0, cut).trim().toLowerCase()}/${name.slice(cut + 1).trim()}`;
}

function isLanguageModel(value: unknown): value is LanguageModel {
  return isRecord(value) && typeof value.doStream === 'function';
}
