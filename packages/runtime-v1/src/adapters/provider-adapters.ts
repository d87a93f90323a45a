import type { OpenAIInterface } from '@flightdeck/agent';
import { clientSettings, isAzureClient } from './client-settings.js';
import { defineAdapter, type AdapterClass, type ModelAdapter } from './define-adapter.js';
import type { SdkClientLike } from './sdk-client.js';

export interface OpenAIAdapterParams {
  /** A client of `openai`: its address, key, organization, project, headers, query and `fetch` are used. @default OPENAI_API_KEY */
  readonly openai?: SdkClientLike;
  /** @default 'gpt-4o' */
  readonly model?: string;
  /** Asks for one tool call per answer. @default false */
  readonly disableParallelToolCalls?: boolean;
  /** Sends system messages as such to models that OpenAI wants `developer` messages for. @default false */
  readonly keepSystemRole?: boolean;
  /** About how many tokens a question may have: the oldest turns are left out, never system messages. @default no limit */
  readonly maxInputTokens?: number;
  /** Which interface is asked; servers that are compatible with OpenAI mostly have `chat` alone. @default 'chat' */
  readonly api?: Exclude<OpenAIInterface, 'auto'>;
}

export interface AnthropicAdapterParams {
  /** A client of `@anthropic-ai/sdk`. @default ANTHROPIC_API_KEY */
  readonly anthropic?: SdkClientLike;
  /** @default 'claude-opus-4-8' */
  readonly model?: string;
  /** Marks what Anthropic is to keep of the prompt; `debug` logs what was read of it. @default off */
  readonly promptCaching?: AnthropicPromptCachingConfig;
  /** About how many tokens a question may have: the oldest turns are left out, never system messages. @default no limit */
  readonly maxInputTokens?: number;
}

export interface AnthropicPromptCachingConfig {
  readonly enabled: boolean;
  /** @default false */
  readonly debug?: boolean;
}

export interface GoogleGenerativeAIAdapterOptions {
  /** @default 'gemini-2.5-flash' */
  readonly model?: string;
  /** @default 'v1beta' */
  readonly apiVersion?: 'v1' | 'v1beta';
  /** @default GOOGLE_API_KEY */
  readonly apiKey?: string;
}

export interface GroqAdapterParams {
  /** A client of `groq-sdk`. @default GROQ_API_KEY */
  readonly groq?: SdkClientLike;
  /** @default 'llama-3.3-70b-versatile' */
  readonly model?: string;
  /** Asks for one tool call per answer. @default false */
  readonly disableParallelToolCalls?: boolean;
}

export interface UnifyAdapterParams {
  /** @default UNIFY_API_KEY */
  readonly apiKey?: string;
  readonly model: string;
}

export interface OllamaAdapterOptions {
  /** @default 'llama3:latest' */
  readonly model?: string;
  /** @default 'http://127.0.0.1:11434' */
  readonly baseUrl?: string;
}

export interface BedrockAdapterParams {
  /** @default 'amazon.nova-lite-v1:0' */
  readonly model?: string;
  /** @default AWS_REGION, else 'us-east-1' */
  readonly region?: string;
  /** @default AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_BEARER_TOKEN_BEDROCK */
  readonly credentials?: {
    readonly accessKeyId?: string;
    readonly secretAccessKey?: string;
    readonly sessionToken?: string;
  };
}

interface WithOpenAI {
  /** The client that the adapter was made with. */
  readonly openai: SdkClientLike | undefined;
}

interface WithAnthropic {
  readonly anthropic: SdkClientLike | undefined;
}

interface WithGroq {
  readonly groq: SdkClientLike | undefined;
}

/** OpenAI, and every server that speaks its chat completions. */
export const OpenAIAdapter: AdapterClass<OpenAIAdapterParams, WithOpenAI> = defineAdapter({
  name: 'OpenAIAdapter',
  provider: 'openai',
  defaultModel: 'gpt-4o',
  source: ({ openai, api = 'chat' }, modelId) => ({
    spec: `openai/${modelId}`,
    settings: { ...clientSettings(openai, deploymentPath(openai, modelId)), api },
  }),
  agent: ({ disableParallelToolCalls = false, keepSystemRole = false, maxInputTokens }) => ({
    disableParallelToolCalls,
    ...(maxInputTokens === undefined ? {} : { maxInputTokens }),
    ...(keepSystemRole ? { providerOptions: { openai: { systemMessageMode: 'system' } } } : {}),
  }),
  expose: ({ openai }) => ({ openai }),
});

export const AnthropicAdapter: AdapterClass<AnthropicAdapterParams, WithAnthropic> = defineAdapter({
  name: 'AnthropicAdapter',
  provider: 'anthropic',
  defaultModel: 'claude-opus-4-8',
  source: ({ anthropic }, modelId) => ({
    spec: `anthropic/${modelId}`,
    settings: clientSettings(anthropic, '/v1'),
  }),
  agent: ({ promptCaching, maxInputTokens }, logger) => ({
    promptCaching: promptCaching?.enabled === true,
    ...(maxInputTokens === undefined ? {} : { maxInputTokens }),
    ...(promptCaching?.debug === true
      ? { onStep: ({ usage }) => logger?.debug('What Anthropic has kept of the prompt', usage) }
      : {}),
  }),
  expose: ({ anthropic }) => ({ anthropic }),
});

export const GoogleGenerativeAIAdapter: AdapterClass<GoogleGenerativeAIAdapterOptions> =
  defineAdapter({
    name: 'GoogleGenerativeAIAdapter',
    provider: 'google',
    defaultModel: 'gemini-2.5-flash',
    source: ({ apiKey, apiVersion }, modelId) => ({
      spec: `google/${modelId}`,
      settings: {
        apiKey,
        baseURL: apiVersion && `https://generativelanguage.googleapis.com/${apiVersion}`,
      },
    }),
  });

export const GroqAdapter: AdapterClass<GroqAdapterParams, WithGroq> = defineAdapter({
  name: 'GroqAdapter',
  provider: 'groq',
  defaultModel: 'llama-3.3-70b-versatile',
  source: ({ groq }, modelId) => ({
    spec: `groq-chat/${modelId}`,
    settings: clientSettings(groq, '/openai/v1'),
  }),
  agent: ({ disableParallelToolCalls = false }) => ({ disableParallelToolCalls }),
  expose: ({ groq }) => ({ groq }),
});

export const UnifyAdapter: AdapterClass<UnifyAdapterParams> = defineAdapter({
  name: 'UnifyAdapter',
  provider: 'unify',
  defaultModel: null,
  source: ({ apiKey }, modelId) => ({ spec: `unify/${modelId}`, settings: { apiKey } }),
});

export const ExperimentalOllamaAdapter: AdapterClass<OllamaAdapterOptions> = defineAdapter({
  name: 'ExperimentalOllamaAdapter',
  provider: 'ollama',
  defaultModel: 'llama3:latest',
  source: ({ baseUrl = 'http://127.0.0.1:11434' }, modelId) => ({
    spec: `ollama/${modelId}`,
    settings: { baseURL: baseUrl },
  }),
});

/** Needs the package `@ai-sdk/amazon-bedrock`. */
export const BedrockAdapter: AdapterClass<BedrockAdapterParams> = defineAdapter({
  name: 'BedrockAdapter',
  provider: 'bedrock',
  defaultModel: 'amazon.nova-lite-v1:0',
  source: (params, modelId) => ({
    spec: `bedrock/${modelId}`,
    settings: { env: awsEnvironment(params) },
  }),
});

export type OpenAIAdapter = ModelAdapter & WithOpenAI;
export type AnthropicAdapter = ModelAdapter & WithAnthropic;
export type GoogleGenerativeAIAdapter = ModelAdapter;
export type GroqAdapter = ModelAdapter & WithGroq;
export type UnifyAdapter = ModelAdapter;
export type ExperimentalOllamaAdapter = ModelAdapter;
export type BedrockAdapter = ModelAdapter;

/** Deployments at Azure have addresses of their own; other addresses end where the interface begins. */
function deploymentPath(client: SdkClientLike | undefined, modelId: string): string {
  if (client === undefined || !isAzureClient(client)) return '';
  if (client.baseURL.includes('/deployments')) return '';
  const deployment: unknown = Reflect.get(client, 'deploymentName');
  return `/deployments/${typeof deployment === 'string' ? deployment : modelId}`;
}

function awsEnvironment({
  region,
  credentials,
}: BedrockAdapterParams): Record<string, string | undefined> {
  const env = typeof process === 'object' ? process.env : {};
  const { AWS_REGION, AWS_DEFAULT_REGION } = env;
  const where = { AWS_REGION: region ?? (AWS_REGION || AWS_DEFAULT_REGION || 'us-east-1') };
  if (credentials?.accessKeyId === undefined) return { ...env, ...where };
  return {
    ...where,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  };
}
