import { describe, expect, it } from '@jest/globals';

import { scriptedModel } from '../../test/support/part-stream-model.js';

import { loadModel } from './load-model.js';
import type { ModelSourceSettings } from './model-source-settings.js';

interface Made {
  readonly packageName: string;
  readonly create: string;
  readonly settings: Record<string, unknown>;
  readonly method: string;
  readonly modelId: string;
}

/** Loads with packages that tell what was asked of them. */
async function made(spec: string, settings: ModelSourceSettings): Promise<Made> {
  let told: Partial<Made> = {};
  const tell = (more: Partial<Made>) => void (told = { ...told, ...more });
  await loadModel(spec, { env: {}, ...settings }, async (packageName) => {
    tell({ packageName });
    return new Proxy({}, { get: (_, create) => tellingProvider(String(create), tell) });
  });
  return told as Made; // all told once a model is made
}

function tellingProvider(create: string, tell: (more: Partial<Made>) => void): unknown {
  if (!create.startsWith('create')) return undefined;
  const modelOf = (method: string) => (modelId: string) => {
    tell({ method, modelId });
    return scriptedModel('v3', []);
  };
  return (settings: Record<string, unknown>) => {
    tell({ create, settings });
    return Object.assign(modelOf('call'), {
      responses: modelOf('responses'),
      chat: modelOf('chat'),
    });
  };
}

const key = { apiKey: 'key' };

describe('loadModel', () => {
  it.each([
    [
      'openai/gpt-4o',
      key,
      '@ai-sdk/openai',
      'createOpenAI',
      'responses',
      'https://api.openai.com/v1',
    ],
    [
      'openai-chat/gpt-4o',
      key,
      '@ai-sdk/openai',
      'createOpenAI',
      'chat',
      'https://api.openai.com/v1',
    ],
    [
      'anthropic/c',
      key,
      '@ai-sdk/anthropic',
      'createAnthropic',
      'call',
      'https://api.anthropic.com/v1',
    ],
    [
      'google/g',
      key,
      '@ai-sdk/google',
      'createGoogleGenerativeAI',
      'call',
      'https://generativelanguage.googleapis.com/v1beta',
    ],
    [
      'gemini/g',
      key,
      '@ai-sdk/google',
      'createGoogleGenerativeAI',
      'call',
      'https://generativelanguage.googleapis.com/v1beta',
    ],
    [
      'google-gemini/g',
      key,
      '@ai-sdk/google',
      'createGoogleGenerativeAI',
      'call',
      'https://generativelanguage.googleapis.com/v1beta',
    ],
    ['groq/g', key, '@ai-sdk/groq', 'createGroq', 'call', 'https://api.groq.com/openai/v1'],
    ['mistral/m', key, '@ai-sdk/mistral', 'createMistral', 'call', 'https://api.mistral.ai/v1'],
    ['xai/x', key, '@ai-sdk/xai', 'createXai', 'call', 'https://api.x.ai/v1'],
    ['deepseek/d', key, '@ai-sdk/deepseek', 'createDeepSeek', 'call', 'https://api.deepseek.com'],
    [
      'ollama/o',
      {},
      '@ai-sdk/openai-compatible',
      'createOpenAICompatible',
      'call',
      'http://localhost:11434/v1',
    ],
    [
      'lmstudio/l',
      {},
      '@ai-sdk/openai-compatible',
      'createOpenAICompatible',
      'call',
      'http://localhost:1234/v1',
    ],
    [
      'openrouter/a/b',
      key,
      '@ai-sdk/openai-compatible',
      'createOpenAICompatible',
      'call',
      'https://openrouter.ai/api/v1',
    ],
    [
      'minimax/m',
      key,
      '@ai-sdk/openai-compatible',
      'createOpenAICompatible',
      'call',
      'https://api.minimax.io/v1',
    ],
  ])('makes %s with its package and address [model.providers]', async (...row) => {
    const [spec, settings, packageName, create, method, baseURL] = row;
    const model = await made(spec, settings);
    expect(model).toMatchObject({
      packageName,
      create,
      method,
      settings: { ...settings, baseURL },
    });
    expect(model.modelId).toBe(spec.slice(spec.indexOf('/') + 1));
  });

  it.each([
    ['openai', 'OPENAI_API_KEY', 'OPENAI_BASE_URL'],
    ['openai-chat', 'OPENAI_API_KEY', 'OPENAI_BASE_URL'],
    ['anthropic', 'ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL'],
    ['google', 'GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_BASE_URL'],
    ['google', 'GOOGLE_GENERATIVE_AI_API_KEY', 'GOOGLE_GENERATIVE_AI_BASE_URL'],
    ['minimax', 'MINIMAX_API_KEY', 'MINIMAX_BASE_URL'],
    ['azure', 'AZURE_API_KEY', 'AZURE_BASE_URL'],
    ['groq', 'GROQ_API_KEY', 'GROQ_BASE_URL'],
    ['groq-chat', 'GROQ_API_KEY', 'GROQ_BASE_URL'],
    ['unify', 'UNIFY_API_KEY', 'UNIFY_BASE_URL'],
    ['mistral', 'MISTRAL_API_KEY', 'MISTRAL_BASE_URL'],
    ['xai', 'XAI_API_KEY', 'XAI_BASE_URL'],
    ['deepseek', 'DEEPSEEK_API_KEY', 'DEEPSEEK_BASE_URL'],
    ['openrouter', 'OPENROUTER_API_KEY', 'OPENROUTER_BASE_URL'],
    ['ollama', 'OLLAMA_API_KEY', 'OLLAMA_BASE_URL'],
    ['lmstudio', 'LMSTUDIO_API_KEY', 'LMSTUDIO_BASE_URL'],
    ['openai-compatible', 'OPENAI_COMPATIBLE_API_KEY', 'OPENAI_COMPATIBLE_BASE_URL'],
  ])(
    'takes key and address of %s from %s and %s [model.environment]',
    async (name, keyName, urlName) => {
      const env = { [keyName]: 'from-env', [urlName]: 'http://gateway.example/v9/' };
      expect((await made(`${name}/m`, { env })).settings).toMatchObject({
        apiKey: 'from-env',
        baseURL: 'http://gateway.example/v9',
      });
      const own = { apiKey: 'own', baseURL: 'http://own.example/v1' };
      expect((await made(`${name}/m`, { env, ...own })).settings).toMatchObject(own);
    },
  );

  it.each([
    ['openai', 'OPENAI_API_KEY'],
    ['openai-chat', 'OPENAI_API_KEY'],
    ['anthropic', 'ANTHROPIC_API_KEY'],
    ['google', 'GOOGLE_API_KEY'],
    ['gemini', 'GOOGLE_GENERATIVE_AI_API_KEY'],
    ['minimax', 'MINIMAX_API_KEY'],
    ['groq', 'GROQ_API_KEY'],
    ['groq-chat', 'GROQ_API_KEY'],
    ['unify', 'UNIFY_API_KEY'],
    ['mistral', 'MISTRAL_API_KEY'],
    ['xai', 'XAI_API_KEY'],
    ['deepseek', 'DEEPSEEK_API_KEY'],
    ['openrouter', 'OPENROUTER_API_KEY'],
    ['azure', 'AZURE_RESOURCE_NAME'],
    ['bedrock', 'AWS_BEARER_TOKEN_BEDROCK'],
    ['vertex', 'GOOGLE_VERTEX_PROJECT'],
  ])('says before any request that %s needs %s [model.missing-key]', async (name, variable) => {
    await expect(made(`${name}/m`, { env: { [variable]: '' } })).rejects.toMatchObject({
      name: 'ModelFailure',
      code: 'auth_failed',
      message: expect.stringContaining(variable) as unknown,
    });
  });

  it.each([
    ['http://127.0.0.1:8080/v1', '@ai-sdk/openai-compatible', 'call'],
    ['https://gateway.example/openai', '@ai-sdk/openai-compatible', 'call'],
    ['https://api.openai.com.evil.example/v1', '@ai-sdk/openai-compatible', 'call'],
    ['https://eu.api.openai.com/v1', '@ai-sdk/openai', 'responses'],
    ['https://mine.openai.azure.com/openai/v1', '@ai-sdk/openai', 'responses'],
  ])('asks openai at %s with %s [model.openai-interface]', async (baseURL, packageName, method) => {
    expect(await made('openai/m', { ...key, baseURL })).toMatchObject({ packageName, method });
  });

  it('asks through the interface that is forced [model.openai-interface]', async () => {
    const baseURL = 'http://127.0.0.1:8080/v1';
    expect(await made('openai/m', { ...key, baseURL, api: 'responses' })).toMatchObject({
      packageName: '@ai-sdk/openai',
      method: 'responses',
    });
    expect(await made('openai/m', { ...key, api: 'chat' })).toMatchObject({ method: 'chat' });
    expect(await made('azure/m', { ...key, baseURL, api: 'chat' })).toMatchObject({
      method: 'chat',
    });
    expect(await made('azure/m', { ...key, baseURL })).toMatchObject({ method: 'responses' });
  });

  it('needs no key for an OpenAI-compatible server, and asks for the usage', async () => {
    const { settings } = await made('openai/m', { baseURL: 'http://127.0.0.1:8080/v1' });
    expect(settings).toEqual({
      name: 'openai',
      baseURL: 'http://127.0.0.1:8080/v1',
      includeUsage: true,
      transformRequestBody: expect.any(Function),
    });
  });

  it('adds the path to a bare address of a local server', async () => {
    const env = { OLLAMA_BASE_URL: 'http://box:11434', LMSTUDIO_BASE_URL: 'http://box:1234/' };
    expect((await made('ollama/m', { env })).settings['baseURL']).toBe('http://box:11434/v1');
    expect((await made('lmstudio/m', { env })).settings['baseURL']).toBe('http://box:1234/v1');
  });

  it('passes on headers and fetch', async () => {
    const headers = { 'x-team': 'a' };
    const fetch = () => Promise.reject(new Error('unused'));
    expect((await made('anthropic/m', { ...key, headers, fetch })).settings).toMatchObject({
      headers,
      fetch,
    });
  });

  it('sets up azure, bedrock and vertex [model.providers]', async () => {
    const env = {
      AZURE_API_KEY: 'a',
      AZURE_RESOURCE_NAME: 'mine',
      AWS_ACCESS_KEY_ID: 'i',
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_REGION: 'eu-west-1',
      GOOGLE_VERTEX_PROJECT: 'p',
      GOOGLE_VERTEX_LOCATION: 'l',
    };
    expect(await made('azure/m', { env })).toMatchObject({
      packageName: '@ai-sdk/azure',
      settings: { apiKey: 'a', resourceName: 'mine' },
    });
    expect(await made('bedrock/anthropic.claude-v2:1', { env })).toMatchObject({
      packageName: '@ai-sdk/amazon-bedrock',
      modelId: 'anthropic.claude-v2:1',
      settings: { accessKeyId: 'i', secretAccessKey: 's', region: 'eu-west-1' },
    });
    expect(await made('vertex/m', { env, apiKey: 'ignored' })).toMatchObject({
      packageName: '@ai-sdk/google-vertex',
      settings: { project: 'p', location: 'l' },
    });
    const bearer = await made('bedrock/m', { env: { ...env, AWS_BEARER_TOKEN_BEDROCK: 'b' } });
    expect(bearer.settings).toEqual({ apiKey: 'b', region: 'eu-west-1' });
    const express = await made('vertex/m', { env: { GOOGLE_VERTEX_API_KEY: 'k' } });
    expect(express.settings).toEqual({ apiKey: 'k' });
  });

  it('refuses an address that is none, without the secrets in it [model.failure-secrets]', async () => {
    const loading = made('openai/m', { ...key, baseURL: 'ftp://host/?key=SECRET' });
    await expect(loading).rejects.toMatchObject({
      code: 'invalid_model',
      message: expect.not.stringContaining('SECRET') as unknown,
    });
  });

  it('lists the known names for an unknown one [model.strings]', async () => {
    await expect(made('nobody/m', {})).rejects.toThrow(
      /^Unknown provider "nobody" in "nobody\/m"\. Supported: openai, anthropic, google \(gemini\), .*\bollama\b/,
    );
    await expect(made('constructor/m', {})).rejects.toThrow('Unknown provider "constructor"');
  });

  it('names the package of a provider that is not installed [model.packages]', async () => {
    const load = (name: string) =>
      Promise.reject(
        Object.assign(new Error(`Cannot find package '${name}'`), { code: 'ERR_MODULE_NOT_FOUND' }),
      );
    await expect(loadModel('groq/m', key, load)).rejects.toThrow('npm install @ai-sdk/groq');
  });

  it('says so when a package is not the one that it knows', async () => {
    const loading = loadModel('groq/m', key, async () => ({ other: 1 }));
    await expect(loading).rejects.toThrow('"@ai-sdk/groq" is not one that the agent knows');
  });

  it('finds the exports of CommonJS modules that come as a default', async () => {
    const model = scriptedModel('v3', []);
    const load = async () => ({ default: { createGroq: () => () => model } });
    await expect(loadModel('groq/m', key, load)).resolves.toBe(model);
  });

  it.each(['v2', 'v3', 'v4'])(
    'returns a model object of %s as it is [model.versions]',
    async (version) => {
      const model = scriptedModel(version, []);
      await expect(loadModel(model, {})).resolves.toBe(model);
    },
  );

  it.each([
    [null, 'neither a string'],
    [{}, 'neither a string'],
    [{ specificationVersion: 'v1', doStream: () => undefined }, '"v1"; supported are v2, v3, v4'],
  ])('says what is wrong with %j [model.versions]', async (value, message) => {
    await expect(loadModel(value as never, {})).rejects.toMatchObject({
      code: 'invalid_model',
      message: expect.stringContaining(message) as unknown,
    });
  });
});
