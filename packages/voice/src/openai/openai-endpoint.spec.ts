import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '@flightdeck/core';
import { ProviderFailure } from '../errors/provider-failure.js';
import { openAIEndpoint } from './openai-endpoint.js';

const KEY = 'sk-own';

describe('openAIEndpoint', () => {
  it('is OpenAI with the key of the environment', () => {
    const { url, headers } = openAIEndpoint({ env: { OPENAI_API_KEY: KEY } });
    expect(url).toBe('https://api.openai.com/v1/audio/transcriptions');
    expect(headers.get('authorization')).toBe(`Bearer ${KEY}`);
  });

  it('goes where the environment says, and where the options say before that', () => {
    const env = { OPENAI_BASE_URL: 'http://env.test/v1/', OPENAI_API_KEY: 'sk-env' };
    expect(openAIEndpoint({ env }).url).toBe('http://env.test/v1/audio/transcriptions');
    const own = openAIEndpoint({ env, baseURL: 'http://own.test/v1?version=1', apiKey: KEY });
    expect(own.url).toBe('http://own.test/v1/audio/transcriptions?version=1');
    expect(own.headers.get('authorization')).toBe(`Bearer ${KEY}`);
  });

  it('needs no key for another server', () => {
    const { headers } = openAIEndpoint({ env: {}, baseURL: 'http://own.test' });
    expect(headers.has('authorization')).toBe(false);
  });

  it('lets a header take the place of the key', () => {
    const headers = { Authorization: 'Token t' };
    const endpoint = openAIEndpoint({ env: {}, headers });
    expect(endpoint.headers.get('authorization')).toBe('Token t');
  });

  it('says which key OpenAI itself needs [voice.missing-key]', () => {
    const attempt = (): unknown => openAIEndpoint({ env: { OPENAI_API_KEY: '' } });
    expect(attempt).toThrow(ProviderFailure);
    expect(attempt).toThrow(expect.objectContaining({ status: 401, code: 'missing_api_key' }));
  });

  it.each([
    ['a URL', { baseURL: 'secret value' }],
    ['a scheme', { baseURL: 'ftp://secret' }],
    ['a header', { headers: { 'x-key': 'secret\nvalue' }, apiKey: KEY }],
    ['a key', { apiKey: 'secret\u20ac' }],
  ])('refuses %s that cannot be, without repeating it', (_name, options) => {
    const attempt = (): unknown => openAIEndpoint({ env: {}, ...options });
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('secret') }),
    );
  });
});
