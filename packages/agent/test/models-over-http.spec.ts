import { afterEach, describe, expect, it } from '@jest/globals';
import {
  callTool,
  modelAnswers,
  modelCuts,
  ModelFaultServer,
  modelIsSilent,
  modelRefuses,
  sayText,
  think,
} from '@flightdeck/testing';
import type { ModelTurn } from '@flightdeck/testing';
import * as anthropic3 from '@ai-sdk/anthropic';
import * as google3 from '@ai-sdk/google';
import * as openai3 from '@ai-sdk/openai';
import * as anthropic2 from 'ai-sdk-anthropic-2';
import * as anthropic4 from 'ai-sdk-anthropic-4';
import * as google2 from 'ai-sdk-google-2';
import * as google4 from 'ai-sdk-google-4';
import * as openai2 from 'ai-sdk-openai-2';
import * as openai4 from 'ai-sdk-openai-4';
import { streamText } from 'ai6';

import { askModel } from '../src/model/ask-model.js';
import type { AskModelOptions } from '../src/model/ask-model.js';
import type { LanguageModel } from '../src/model/language-model.js';
import { loadModel } from '../src/model/load-model.js';
import type { ModelSourceSettings } from '../src/model/load-model.js';
import type { ModelCall } from '../src/model/model-call.js';
import type { ModelPart } from '../src/model/model-part.js';
import type { PromptMessage } from '../src/model/prompt.js';
import { resolveModel } from '../src/model/resolve-model.js';
import { toModelFailure } from '../src/model/to-model-failure.js';

const apiKey = 'sk-SECRETSECRETSECRET';
const servers: ModelFaultServer[] = [];

async function serve(...turns: ModelTurn[]): Promise<ModelFaultServer> {
  const server = await ModelFaultServer.start(...turns);
  servers.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** The part that the three lines share; the module of v4 says nothing of a default export. */
type GoogleModule = Pick<
  typeof google3 | typeof google2 | typeof google4,
  'createGoogleGenerativeAI'
>;

type MakeModel = (server: ModelFaultServer) => LanguageModel | Promise<LanguageModel>;

const byString = (spec: string, settings: ModelSourceSettings = {}): MakeModel => {
  const isGoogle = spec.startsWith('google');
  return (server) =>
    loadModel(spec, {
      apiKey,
      baseURL: isGoogle ? server.v1beta : server.v1,
      env: {},
      ...settings,
    });
};

const openaiOf =
  ({ createOpenAI }: typeof openai3 | typeof openai2 | typeof openai4): MakeModel =>
  ({ v1 }) =>
    createOpenAI({ apiKey, baseURL: v1 })('gpt-4o');
const chatOf =
  ({ createOpenAI }: typeof openai3 | typeof openai2 | typeof openai4): MakeModel =>
  ({ v1 }) =>
    createOpenAI({ apiKey, baseURL: v1 }).chat('gpt-4o');
const anthropicOf =
  ({ createAnthropic }: typeof anthropic3 | typeof anthropic2 | typeof anthropic4): MakeModel =>
  ({ v1 }) =>
    createAnthropic({ apiKey, baseURL: v1 })('claude-sonnet-4-5');
const googleOf =
  ({ createGoogleGenerativeAI }: GoogleModule): MakeModel =>
  ({ v1beta }) =>
    createGoogleGenerativeAI({ apiKey, baseURL: v1beta })('gemini-2.5-pro');

/** Whether the provider's own reasoning is told by the package. */
const models: readonly (readonly [string, MakeModel, { readonly thinks: boolean }])[] = [
  ['openai responses v2', openaiOf(openai2), { thinks: true }],
  ['openai responses v3', openaiOf(openai3), { thinks: true }],
  ['openai responses v4', openaiOf(openai4), { thinks: true }],
  ['openai chat v2', chatOf(openai2), { thinks: false }],
  ['openai chat v3', chatOf(openai3), { thinks: false }],
  ['openai chat v4', chatOf(openai4), { thinks: false }],
  ['anthropic v2', anthropicOf(anthropic2), { thinks: true }],
  ['anthropic v3', anthropicOf(anthropic3), { thinks: true }],
  ['anthropic v4', anthropicOf(anthropic4), { thinks: true }],
  ['google v2', googleOf(google2), { thinks: true }],
  ['google v3', googleOf(google3), { thinks: true }],
  ['google v4', googleOf(google4), { thinks: true }],
  ['openai/… at another address', byString('openai/local-model'), { thinks: true }],
  [
    'openai/… forced to Responses',
    byString('openai/gpt-4o', { api: 'responses' }),
    { thinks: true },
  ],
  ['openai-compatible/…', byString('openai-compatible/local-model'), { thinks: true }],
  ['ollama/…', byString('ollama/qwen3:8b'), { thinks: true }],
  ['lmstudio/…', byString('lmstudio/local-model'), { thinks: true }],
  ['openrouter/…', byString('openrouter/a/b'), { thinks: true }],
  ['minimax/…', byString('minimax/MiniMax-M3'), { thinks: true }],
  ['anthropic/…', byString('anthropic/claude-sonnet-4-5'), { thinks: true }],
  ['google/…', byString('google/gemini-2.5-pro'), { thinks: true }],
  ['azure/…', byString('azure/deployment'), { thinks: true }],
  ['deepseek/…', byString('deepseek/chat'), { thinks: true }],
];

/** A GIF of one pixel. */
const pixel = 'R0lGODlhAQABAAAAACwAAAAAAQABAAA=';

const illustrated: readonly PromptMessage[] = [
  {
    role: 'user',
    content: [
      { type: 'text', text: 'what is it?' },
      { type: 'file', mediaType: 'image/gif', data: Uint8Array.from(Buffer.from(pixel, 'base64')) },
    ],
  },
  {
    role: 'assistant',
    content: [{ type: 'tool-call', toolCallId: 'call_1', toolName: 'add', input: { a: 1 } }],
  },
  {
    role: 'tool',
    content: [
      {
        type: 'tool-result',
        toolCallId: 'call_1',
        toolName: 'add',
        output: { type: 'content', value: [{ type: 'text', text: 'three apples' }] },
      },
    ],
  },
];

function options(model: LanguageModel, signal = new AbortController().signal): AskModelOptions {
  const call: ModelCall = {
    prompt: [
      { role: 'system', content: 'be brief' },
      { role: 'user', content: [{ type: 'text', text: 'PRIVATE question' }] },
    ],
    tools: [{ name: 'add', description: 'adds', inputSchema: { type: 'object', properties: {} } }],
    toolChoice: 'auto',
    settings: { temperature: 0 },
    headers: { 'x-trace': 'one' },
    signal,
  };
  const log = () => undefined;
  return {
    models: [async () => model],
    call,
    signal,
    maxRetries: 0,
    logger: { debug: log, warn: log, error: log },
    sleep: async () => undefined,
  };
}

async function said(
  model: LanguageModel,
  more: Partial<AskModelOptions> = {},
): Promise<ModelPart[]> {
  const { parts } = await askModel({ ...options(model), ...more });
  const all: ModelPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

/** All deltas of a kind, joined. */
function textOf(parts: readonly ModelPart[], type: 'text-delta' | 'reasoning-delta'): string {
  return parts.map((part) => (part.type === type ? part.delta : '')).join('');
}

describe.each(models)('%s', (_, make, { thinks }) => {
  it('tells text, reasoning and usage [model.versions]', async () => {
    const server = await serve(
      modelAnswers([think('Let me see.', 'c2ln'), sayText('Hello, world')]),
    );
    const parts = await said(await make(server));
    expect(textOf(parts, 'text-delta')).toBe('Hello, world');
    expect(textOf(parts, 'reasoning-delta')).toBe(thinks ? 'Let me see.' : '');
    expect(parts.at(-1)).toMatchObject({
      type: 'finish',
      reason: 'stop',
      usage: { inputTokens: 11, outputTokens: 7, totalTokens: 18 },
    });
    expect(server.requests[0]?.headers).toMatchObject({ 'x-trace': 'one' });
  });

  it('tells tool calls with their arguments [model.versions]', async () => {
    const server = await serve(modelAnswers([callTool('add', { a: 1, b: 2 })]));
    const parts = await said(await make(server));
    const [call, ...others] = parts.filter(({ type }) => type === 'tool-call');
    expect(others).toEqual([]);
    expect(call).toMatchObject({ toolName: 'add' });
    expect(JSON.parse((call as { input: string }).input)).toEqual({ a: 1, b: 2 });
    expect(parts.at(-1)).toMatchObject({ type: 'finish', reason: 'tool-calls' });
  });

  it('takes an image, and the result of a call [model.versions]', async () => {
    const server = await serve(modelAnswers([sayText('seen')]));
    const model = await make(server);
    const { call } = options(model);
    const parts = await said(model, { call: { ...(call as ModelCall), prompt: illustrated } });
    expect(textOf(parts, 'text-delta')).toBe('seen');
    const body = JSON.stringify(server.requests[0]?.body);
    for (const text of [pixel, 'what is it?', 'add', 'three apples']) expect(body).toContain(text);
  });

  it.each([
    [401, 'auth_failed'],
    [404, 'invalid_model'],
    [429, 'rate_limited'],
    [500, 'provider_unavailable'],
  ])(
    'takes a refusal with %i for %s, without keys or questions [model.failures] [model.failure-secrets]',
    async (status, code) => {
      const message = `Refused ${apiKey} for the request`;
      const server = await serve(modelRefuses(status, { message }));
      const failure = await said(await make(server)).catch((error: unknown) => error);
      expect(failure).toMatchObject({ name: 'ModelFailure', code, status });
      expect((failure as Error).message).toContain('Refused');
      expect((failure as Error).message).not.toMatch(/SECRET|PRIVATE/);
    },
  );

  it('takes a page of a gateway for an unavailable provider [model.failure-secrets]', async () => {
    const server = await serve(modelRefuses(502, { html: true }));
    const failure = await said(await make(server)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'provider_unavailable', status: 502 });
    expect((failure as Error).message).not.toContain('<');
  });

  it('is asked again after a refusal and a cut connection [model.retries]', async () => {
    const server = await serve(modelRefuses(503), modelCuts, modelAnswers([sayText('at last')]));
    const parts = await said(await make(server), { maxRetries: 2 });
    expect(textOf(parts, 'text-delta')).toBe('at last');
    expect(server.requests).toHaveLength(3);
  });

  it('is asked again after an error that is sent in place of an answer [model.retries]', async () => {
    const answer = modelAnswers([sayText('at last')]);
    const server = await serve(modelAnswers([sayText('never said')], { errorAfter: 0 }), answer);
    const parts = await said(await make(server), { maxRetries: 1 });
    expect(textOf(parts, 'text-delta')).toBe('at last');
  });

  it('does not finish an answer that ends early [model.incomplete]', async () => {
    const server = await serve(modelAnswers([sayText('Hello, wor')], { withoutEnd: true }));
    const parts = await said(await make(server));
    const errors = parts.flatMap((part) => (part.type === 'error' ? [part.error] : []));
    // Either the package says so itself, or there is no finish.
    if (errors.length === 0) expect(parts.filter(({ type }) => type === 'finish')).toEqual([]);
    else expect(toModelFailure(errors[0])).toMatchObject({ code: 'incomplete_stream' });
  });

  it('fails when the connection breaks in the middle', async () => {
    const server = await serve(
      modelAnswers([sayText('a long answer that is never complete')], { tornAfter: 5 }),
    );
    await expect(said(await make(server))).rejects.toMatchObject({
      name: 'ModelFailure',
      code: 'provider_unavailable',
    });
  });

  it('hangs up on the provider when it is aborted before the answer [model.abort]', async () => {
    const server = await serve(modelIsSilent);
    const abort = new AbortController();
    const asked = askModel(options(await make(server), abort.signal));
    const outcome = asked.catch((error: unknown) => error);
    await server.untilRequests(1);
    const stop = new Error('stopped');
    abort.abort(stop);
    expect(await outcome).toBe(stop);
    await server.untilAborted();
  });

  it('hangs up on the provider when it is aborted in the middle [model.abort]', async () => {
    const server = await serve(
      modelAnswers([sayText('Hello, world, and all')], { silentAfter: 5 }),
    );
    const abort = new AbortController();
    const { parts } = await askModel(options(await make(server), abort.signal));
    const reading = (async () => {
      for await (const part of parts)
        if (part.type === 'text-delta') abort.abort(new Error('stopped'));
    })();
    await expect(reading).rejects.toThrow('stopped');
    await server.untilAborted();
  });

  it('hangs up on the provider when the answer is left early [model.abort]', async () => {
    const server = await serve(
      modelAnswers([sayText('Hello, world, and all')], { silentAfter: 5 }),
    );
    const { parts } = await askModel(options(await make(server)));
    for await (const part of parts) if (part.type === 'text-delta') break;
    await server.untilAborted();
  });
});

/** Providers with streams of their own, which the server does not speak: what they are asked. */
const bearer = { authorization: `Bearer ${apiKey}` };
const own: readonly (readonly [string, string, ModelSourceSettings, object])[] = [
  ['groq/llama', '/v1', {}, { path: '/v1/chat/completions', headers: bearer }],
  ['mistral/large', '/v1', {}, { path: '/v1/chat/completions', headers: bearer }],
  ['xai/grok', '/v1', {}, { path: '/v1/chat/completions', headers: bearer }],
  [
    'bedrock/anthropic.claude-v2:1',
    '',
    { env: { AWS_REGION: 'eu-west-1' } },
    { path: '/model/anthropic.claude-v2%3A1/converse-stream', headers: bearer },
  ],
  [
    'vertex/gemini-2.5-pro',
    '/v1beta',
    { env: { GOOGLE_VERTEX_API_KEY: apiKey } },
    {
      path: '/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse',
      headers: { 'x-goog-api-key': apiKey },
    },
  ],
];

describe.each(own)('%s', (spec, base, settings, asked) => {
  it('asks its provider with its key [model.providers]', async () => {
    const server = await serve(modelRefuses(401, { message: `Refused ${apiKey}` }));
    const baseURL = server.origin + base;
    const model = await loadModel(spec, { apiKey, env: {}, ...settings, baseURL });
    await expect(said(model)).rejects.toMatchObject({
      message: expect.not.stringContaining('SECRET') as unknown,
      name: 'ModelFailure',
      status: expect.any(Number) as unknown,
    });
    expect(server.requests[0]).toMatchObject(asked);
    expect(server.requests[0]?.headers['x-trace']).toBe('one');
  });
});

describe('a provider that is not there', () => {
  it.each(['openai/local-model', 'anthropic/claude', 'google/gemini'])(
    'makes %s an unavailable one that may come back [model.failures]',
    async (spec) => {
      const server = await ModelFaultServer.start();
      const baseURL = server.v1;
      await server.close();
      const model = await loadModel(spec, { apiKey, baseURL, env: {} });
      const failure = await said(model).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'provider_unavailable', retryable: true });
      expect((failure as Error).message).not.toMatch(/SECRET|PRIVATE/);
    },
  );
});

describe('resolveModel over HTTP', () => {
  it('drives streamText of ai 6 at an OpenAI-compatible address [model.resolve]', async () => {
    const server = await serve(modelAnswers([sayText('Hello')]));
    const before = process.env['OLLAMA_BASE_URL'];
    process.env['OLLAMA_BASE_URL'] = server.v1;
    try {
      const model = resolveModel('ollama/qwen3', apiKey);
      expect(await streamText({ model, prompt: 'hi' }).text).toBe('Hello');
      expect(server.requests[0]).toMatchObject({
        protocol: 'openai-chat',
        headers: { authorization: `Bearer ${apiKey}` },
      });
    } finally {
      if (before === undefined) delete process.env['OLLAMA_BASE_URL'];
      else process.env['OLLAMA_BASE_URL'] = before;
    }
  });
});
