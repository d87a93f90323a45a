import { isOpenAIHost } from './model-hosts.js';
import { ModelFailure } from './model-failure.js';
import { baseUrlOf, keyOf, requiredKey, settingsOf } from './provider-plan.js';
import type { ProviderEntry, ProviderPlan, ProviderSource } from './provider-plan.js';

const openAIUrl = 'https://api.openai.com/v1';
const keyNames = ['OPENAI_API_KEY'];
const urlNames = ['OPENAI_BASE_URL'];

/** Responses at OpenAI and Azure, chat completions at any other address (D11). */
export const openai: ProviderEntry = {
  label: (source) => `openai.${interfaceOf(source)}`,
  plan: (source) => openAIPlan(source, interfaceOf(source)),
};

/** Chat completions, wherever. */
export const openaiChat: ProviderEntry = {
  label: () => 'openai.chat',
  plan: (source) => openAIPlan(source, 'chat'),
};

function interfaceOf(source: ProviderSource): 'responses' | 'chat' {
  if (source.api !== 'auto') return source.api;
  return isOpenAIHost(addressOf(source)) ? 'responses' : 'chat';
}

function addressOf(source: ProviderSource): string {
  return baseUrlOf(source, urlNames) ?? openAIUrl;
}

function openAIPlan(source: ProviderSource, method: 'responses' | 'chat'): ProviderPlan {
  const baseURL = addressOf(source);
  // Of other servers only the compatible package tells the reasoning, and many need no key.
  if (method === 'chat' && !isOpenAIHost(baseURL)) {
    return compatiblePlan(source, { name: 'openai', baseURL, apiKey: keyOf(source, keyNames) });
  }
  return {
    packageName: '@ai-sdk/openai',
    create: ['createOpenAI'],
    settings: settingsOf(source, { apiKey: requiredKey(source, keyNames), baseURL }),
    method,
  };
}

interface CompatibleServer {
  readonly name: string;
  readonly keyNames: readonly string[];
  readonly urlNames: readonly string[];
  readonly defaultUrl?: string;
  readonly isKeyRequired?: boolean;
  /** The path of a base URL that has none. */
  readonly path?: string;
}

/** A server that speaks chat completions. */
export function compatibleServer(server: CompatibleServer): ProviderEntry {
  return {
    label: () => `${server.name}.chat`,
    plan: (source) =>
      compatiblePlan(source, {
        name: server.name,
        baseURL: compatibleUrl(source, server),
        apiKey: server.isKeyRequired
          ? requiredKey(source, server.keyNames)
          : keyOf(source, server.keyNames),
      }),
  };
}

function compatibleUrl(source: ProviderSource, server: CompatibleServer): string {
  const url = baseUrlOf(source, server.urlNames) ?? server.defaultUrl;
  if (url === undefined) {
    throw new ModelFailure(
      'invalid_model',
      `No base URL for "${source.name}": set ${server.urlNames.join(' or ')}, or the option "baseURL".`,
    );
  }
  const hasPath = new URL(url).pathname !== '/';
  return hasPath || server.path === undefined ? url : url + server.path;
}

function compatiblePlan(
  source: ProviderSource,
  settings: { name: string; baseURL: string; apiKey: string | undefined },
): ProviderPlan {
  return {
    packageName: '@ai-sdk/openai-compatible',
    create: ['createOpenAICompatible'],
    settings: settingsOf(source, { ...settings, includeUsage: true, transformRequestBody }),
  };
}

/** The package sends options that it does not know as they are; these are those of `@ai-sdk/openai`. */
function transformRequestBody(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { parallelToolCalls, systemMessageMode: _, ...rest } = body;
  return parallelToolCalls === undefined
    ? rest
    : { ...rest, parallel_tool_calls: parallelToolCalls };
}
