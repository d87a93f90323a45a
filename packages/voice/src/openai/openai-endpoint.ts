import { ConfigError } from '@flightdeck/core';
import { ProviderFailure } from '../errors/provider-failure.js';
import { callHeaders } from '../http/call-headers.js';
import { parseUrl } from '../http/server-name.js';

/** Variables by name; `process.env` is one. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface OpenAIEndpointOptions {
  readonly apiKey?: string | undefined;
  readonly baseURL?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly env?: Environment | undefined;
}

export interface OpenAIEndpoint {
  readonly url: string;
  readonly headers: Headers;
}

const DEFAULT_BASE_URL = 'https://api.openai.com/v1';

/**
 * Where transcriptions are posted to, and with which headers.
 *
 * @throws ProviderFailure `missing_api_key` (401) for OpenAI itself without a key; other servers may
 *   do without
 */
export function openAIEndpoint(options: OpenAIEndpointOptions): OpenAIEndpoint {
  const env = options.env ?? processEnvironment();
  const base = parseUrl(options.baseURL || env.OPENAI_BASE_URL || DEFAULT_BASE_URL);
  const apiKey = options.apiKey || env.OPENAI_API_KEY;
  const headers = callHeaders(options.headers);
  if (!headers.has('authorization')) {
    if (apiKey) headers.set('authorization', bearer(apiKey));
    else if (base.hostname === 'api.openai.com') throw missingKey();
  }
  base.pathname = `${base.pathname.replace(/\/+$/, '')}/audio/transcriptions`;
  return { url: base.href, headers };
}

function bearer(apiKey: string): string {
  const value = `Bearer ${apiKey.trim()}`;
  if (/^[\x20-\x7e]+$/.test(value)) return value;
  throw new ConfigError('The API key for transcriptions has characters that no header may have');
}

function missingKey(): ProviderFailure {
  return new ProviderFailure(
    'There is no API key for api.openai.com: set OPENAI_API_KEY, or pass apiKey or an openai client',
    { status: 401, code: 'missing_api_key' },
  );
}

function processEnvironment(): Environment {
  // Read by name: there is no `process` outside of Node.
  const host = globalThis as { process?: { env?: Environment } };
  return host.process?.env ?? {};
}
