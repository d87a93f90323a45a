import { hostClassOf } from './model-hosts.js';
import type { ModelHostClass } from './model-hosts.js';
import { environmentOf } from './model-source-settings.js';
import type { Environment } from './model-source-settings.js';
import { parseModelId } from './parse-model-id.js';

interface HostRule {
  /** The class at the provider's own address. */
  readonly own: ModelHostClass;
  /** The variable that moves it elsewhere. */
  readonly variable?: string;
}

const rules: Readonly<Record<string, HostRule>> = {
  openai: { own: 'openai', variable: 'OPENAI_BASE_URL' },
  'openai-chat': { own: 'openai', variable: 'OPENAI_BASE_URL' },
  anthropic: { own: 'anthropic', variable: 'ANTHROPIC_BASE_URL' },
  google: { own: 'google', variable: 'GOOGLE_GENERATIVE_AI_BASE_URL' },
  gemini: { own: 'google', variable: 'GOOGLE_GENERATIVE_AI_BASE_URL' },
  'google-gemini': { own: 'google', variable: 'GOOGLE_GENERATIVE_AI_BASE_URL' },
  vertex: { own: 'vertex' },
  azure: { own: 'azure', variable: 'AZURE_BASE_URL' },
  bedrock: { own: 'bedrock' },
  groq: { own: 'groq', variable: 'GROQ_BASE_URL' },
  minimax: { own: 'minimax', variable: 'MINIMAX_BASE_URL' },
  openrouter: { own: 'openrouter', variable: 'OPENROUTER_BASE_URL' },
  ollama: { own: 'local', variable: 'OLLAMA_BASE_URL' },
  lmstudio: { own: 'local', variable: 'LMSTUDIO_BASE_URL' },
  mistral: { own: 'other', variable: 'MISTRAL_BASE_URL' },
  xai: { own: 'other', variable: 'XAI_BASE_URL' },
  deepseek: { own: 'other', variable: 'DEEPSEEK_BASE_URL' },
  'openai-compatible': { own: 'unknown', variable: 'OPENAI_COMPATIBLE_BASE_URL' },
};

/**
 * Whose server a model string leads to, for telemetry of the application's own: one of a closed set of
 * words that is safe to report, no model id and no address. Model objects and strings that cannot be
 * read are `unknown`. Never throws.
 */
export function classifyModelSpec(spec: unknown, env?: Environment): ModelHostClass {
  const provider = providerOf(spec);
  const rule =
    provider !== undefined && Object.hasOwn(rules, provider) ? rules[provider] : undefined;
  if (rule === undefined) return provider === undefined ? 'unknown' : 'other';
  const base = rule.variable && environmentOf({ env })[rule.variable];
  return base ? hostClassOf(base) : rule.own;
}

function providerOf(spec: unknown): string | undefined {
  if (typeof spec !== 'string') return undefined;
  try {
    return parseModelId(spec).provider;
  } catch {
    return undefined;
  }
}
