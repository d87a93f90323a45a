import { providerFamily } from '../messages/envelope.js';
import type { BuiltInAgentClassicConfig, ModelSpecifier } from '../options/agent-options.js';
import { asRecord } from './as-record.js';
import type { ModelSourceSettings } from './model-source-settings.js';
import { parseModelId } from './parse-model-id.js';

type Configured = Pick<
  BuiltInAgentClassicConfig,
  'model' | 'apiKey' | 'baseURL' | 'headers' | 'fetch' | 'api'
>;

/** Names of one provider, which share its keys. */
const aliases: Readonly<Record<string, string>> = {
  gemini: 'google',
  'google-gemini': 'google',
  'openai-chat': 'openai',
  'groq-chat': 'groq',
};

/**
 * The settings for loading `spec`, which may be another model than the configured one: a fallback, or
 * one that a request chose. Key, address and headers go only to the provider of the configured model.
 */
export function sourceSettingsFor(spec: ModelSpecifier, config: Configured): ModelSourceSettings {
  const { apiKey, baseURL, headers, fetch, api } = config;
  const provider = providerOf(spec);
  const isSame = provider !== undefined && provider === providerOf(config.model);
  return isSame ? { apiKey, baseURL, headers, fetch, api } : { fetch, api };
}

function providerOf(spec: ModelSpecifier): string | undefined {
  if (typeof spec !== 'string') return providerFamily(String(asRecord(spec)?.['provider']));
  try {
    const { provider } = parseModelId(spec);
    return aliases[provider] ?? provider;
  } catch {
    return undefined;
  }
}
