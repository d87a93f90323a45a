import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import Anthropic from '@anthropic-ai/sdk';
import { modelAnswers, ModelFaultServer, sayText, terminalOf, textOf } from '@flightdeck/testing';
import Groq from 'groq-sdk';
import OpenAI, { AzureOpenAI } from 'openai';
import {
  AnthropicAdapter,
  BedrockAdapter,
  ExperimentalOllamaAdapter,
  GoogleGenerativeAIAdapter,
  GroqAdapter,
  OpenAIAdapter,
  UnifyAdapter,
  type CopilotServiceAdapter,
} from '../../src/index.js';
import { converseStream } from './support/converse-stream.js';
import { hostAdapter } from './support/host-adapter.js';

const KEYS = {
  OPENAI_API_KEY: 'openai-key',
  ANTHROPIC_API_KEY: 'anthropic-key',
  GOOGLE_API_KEY: 'google-key',
  GROQ_API_KEY: 'groq-key',
  UNIFY_API_KEY: 'unify-key',
  AWS_BEARER_TOKEN_BEDROCK: 'bedrock-key',
};
const NAMES = [
  ...Object.keys(KEYS),
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'OPENAI_BASE_URL',
];

interface Asked {
  readonly url: string;
  readonly headers: Headers;
  readonly body: unknown;
}

const environment = { ...process.env };
let asked: Asked[];
let answerOf: () => Response;

beforeEach(() => {
  // AG-UI prints what runs fail with.
  jest.spyOn(console, 'error').mockReturnValue();
  for (const name of NAMES) delete process.env[name];
  asked = [];
  answerOf = () => new Response('{}', { status: 400 });
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const body: unknown = JSON.parse(init?.body as string);
    const url = input instanceof Request ? input.url : String(input);
    asked.push({ url, headers: new Headers(init?.headers), body });
    return answerOf();
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  for (const name of NAMES) {
    if (environment[name] === undefined) delete process.env[name];
    else process.env[name] = environment[name];
  }
});

describe('an adapter that is told no more than a key by the environment', () => {
  const rows: [string, () => CopilotServiceAdapter, string, string, string, unknown][] = [
    [
      'OpenAI [v1.defect.07]',
      () => new OpenAIAdapter(),
      'https://api.openai.com/v1/chat/completions',
      'authorization',
      'Bearer openai-key',
      { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] },
    ],
    [
      'Anthropic',
      () => new AnthropicAdapter(),
      'https://api.anthropic.com/v1/messages',
      'x-api-key',
      'anthropic-key',
      { model: 'claude-opus-4-8' },
    ],
    [
      'Gemini',
      () => new GoogleGenerativeAIAdapter(),
      'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
      'x-goog-api-key',
      'google-key',
      {},
    ],
    [
      'Gemini in version 1',
      () => new GoogleGenerativeAIAdapter({ apiVersion: 'v1', apiKey: 'own', model: 'm' }),
      'https://generativelanguage.googleapis.com/v1/models/m:streamGenerateContent?alt=sse',
      'x-goog-api-key',
      'own',
      {},
    ],
    [
      'Groq [v1.defect.08]',
      () => new GroqAdapter(),
      'https://api.groq.com/openai/v1/chat/completions',
      'authorization',
      'Bearer groq-key',
      { model: 'llama-3.3-70b-versatile' },
    ],
    [
      'Unify [v1.defect.07]',
      () => new UnifyAdapter({ model: 'llama@unify' }),
      'https://api.unify.ai/v0/chat/completions',
      'authorization',
      'Bearer unify-key',
      { model: 'llama@unify' },
    ],
    [
      'Bedrock',
      () => new BedrockAdapter(),
      'https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse-stream',
      'authorization',
      'Bearer bedrock-key',
      { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] },
    ],
  ];

  it.each(rows)('asks %s', async (...[, make, url, header, value, body]) => {
    Object.assign(process.env, KEYS);
    await hostAdapter(make()).run();
    expect(asked).toHaveLength(1);
    expect(asked[0]?.url).toBe(url);
    expect(asked[0]?.headers.get(header)).toBe(value);
    expect(asked[0]?.body).toMatchObject(body as object);
  });

  it('asks Ollama on this machine, without a key [v1.defect.07]', async () => {
    await hostAdapter(new ExperimentalOllamaAdapter()).run();
    await hostAdapter(
      new ExperimentalOllamaAdapter({ baseUrl: 'http://gpu:1/', model: 'm' }),
    ).run();
    expect(asked.map(({ url }) => url)).toEqual([
      'http://127.0.0.1:11434/v1/chat/completions',
      'http://gpu:1/v1/chat/completions',
    ]);
    expect(asked[0]?.headers.has('authorization')).toBe(false);
    expect(asked[0]?.body).toMatchObject({ model: 'llama3:latest' });
  });

  it.each([
    ['OPENAI_API_KEY', () => new OpenAIAdapter()],
    ['ANTHROPIC_API_KEY', () => new AnthropicAdapter()],
    ['GOOGLE_API_KEY', () => new GoogleGenerativeAIAdapter()],
    ['GROQ_API_KEY', () => new GroqAdapter()],
    ['UNIFY_API_KEY', () => new UnifyAdapter({ model: 'm' })],
    ['AWS_ACCESS_KEY_ID', () => new BedrockAdapter()],
  ])('says in the first run that %s is missing, and asks nobody', async (name, make) => {
    const { events } = await hostAdapter(make()).run();
    expect(terminalOf(events)).toMatchObject({
      type: 'RUN_ERROR',
      code: 'auth_failed',
      message: expect.stringContaining(name) as unknown,
    });
    expect(asked).toEqual([]);
  });
});

describe('BedrockAdapter', () => {
  it('answers with the model of its provider [v1.defect.06]', async () => {
    answerOf = () =>
      new Response(converseStream('Hello from Bedrock'), {
        headers: { 'content-type': 'application/vnd.amazon.eventstream' },
      });
    const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret' };
    const adapter = new BedrockAdapter({ model: 'm', region: 'eu-central-1', credentials });
    const { events } = await hostAdapter(adapter).run();
    expect(terminalOf(events)).toMatchObject({ type: 'RUN_FINISHED' });
    expect(textOf(events)).toBe('Hello from Bedrock');
    const [request] = asked;
    expect(request?.url).toBe(
      'https://bedrock-runtime.eu-central-1.amazonaws.com/model/m/converse-stream',
    );
    expect(request?.headers.get('authorization')).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d+\/eu-central-1\/bedrock\//,
    );
  });
});

describe('a client of Azure', () => {
  const endpoint = 'https://mine.openai.azure.com';
  const chunk = { choices: [{ index: 0, delta: { content: 'Hello' }, finish_reason: 'stop' }] };

  beforeEach(() => {
    answerOf = () =>
      new Response(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`, {
        headers: { 'content-type': 'text/event-stream' },
      });
  });

  it('is asked for with its deployment, version and key [v1.defect.07]', async () => {
    const openai = new AzureOpenAI({ endpoint, apiKey: 'k', apiVersion: '2025-01-01' });
    const adapter = new OpenAIAdapter({ openai, model: 'gpt-4o-mini' });
    const { events } = await hostAdapter(adapter).run();
    expect(textOf(events)).toBe('Hello');
    const [request] = asked;
    expect(request?.url).toBe(
      `${endpoint}/openai/deployments/gpt-4o-mini/chat/completions?api-version=2025-01-01`,
    );
    expect(request?.headers.get('api-key')).toBe('k');
    expect(request?.headers.has('authorization')).toBe(false);
  });

  it('may find tokens anew for each question', async () => {
    let count = 0;
    const azureADTokenProvider = () => Promise.resolve(`token-${(count += 1)}`);
    const openai = new AzureOpenAI({
      endpoint,
      azureADTokenProvider,
      apiVersion: 'v',
      deployment: 'd',
    });
    const { run } = hostAdapter(new OpenAIAdapter({ openai }));
    await run();
    await run();
    expect(asked.map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
    expect(asked[0]?.url).toBe(`${endpoint}/openai/deployments/d/chat/completions?api-version=v`);
  });
});

describe('a client of an SDK', () => {
  let server: ModelFaultServer;
  const { fetch } = globalThis;

  beforeAll(async () => {
    server = await ModelFaultServer.start();
  });

  afterAll(() => server.close());

  beforeEach(() => {
    jest.restoreAllMocks();
    server.script(modelAnswers([sayText('Hello')]));
  });

  async function answeredBy(adapter: CopilotServiceAdapter) {
    const { events } = await hostAdapter(adapter).run();
    expect(textOf(events)).toBe('Hello');
    return server.requests.at(-1);
  }

  it('of OpenAI lends address, key, organization, project, headers and query [v1.defect.07]', async () => {
    const openai = new OpenAI({
      baseURL: `${server.origin}/deployments/d/`,
      apiKey: 'k',
      organization: 'org',
      project: 'proj',
      defaultHeaders: { 'api-key': 'azure', 'X-Team': 'a' },
      defaultQuery: { 'api-version': '2024-10-21' },
    });
    const adapter = new OpenAIAdapter({ openai, model: 'm' });
    expect(adapter.openai).toBe(openai);
    expect(await answeredBy(adapter)).toMatchObject({
      protocol: 'openai-chat',
      path: '/deployments/d/chat/completions?api-version=2024-10-21',
      headers: {
        authorization: 'Bearer k',
        'openai-organization': 'org',
        'openai-project': 'proj',
        'api-key': 'azure',
        'x-team': 'a',
      },
      body: { model: 'm', stream: true },
    });
  });

  it('of OpenAI asks the Responses interface where that is wanted', async () => {
    const openai = new OpenAI({ baseURL: server.v1, apiKey: 'k' });
    const request = await answeredBy(new OpenAIAdapter({ openai, api: 'responses' }));
    expect(request).toMatchObject({ protocol: 'openai-responses', path: '/v1/responses' });
  });

  it('lends its `fetch`, and keeps back the headers that it keeps back', async () => {
    const urls: string[] = [];
    const openai = new OpenAI({
      baseURL: server.v1,
      apiKey: 'k',
      defaultHeaders: { authorization: null },
      fetch: (input, init) => {
        urls.push(String(input instanceof Request ? input.url : input));
        return fetch(input, init);
      },
    });
    const request = await answeredBy(new OpenAIAdapter({ openai }));
    expect(urls).toEqual([`${server.v1}/chat/completions`]);
    expect(request?.headers).not.toHaveProperty('authorization');
  });

  it('may find its key anew for each question', async () => {
    const openai = new OpenAI({ baseURL: server.v1, apiKey: () => Promise.resolve('found') });
    const request = await answeredBy(new OpenAIAdapter({ openai }));
    expect(request?.headers.authorization).toBe('Bearer found');
  });

  it('of Anthropic lends address, key and headers', async () => {
    const anthropic = new Anthropic({
      baseURL: server.origin,
      apiKey: 'k',
      defaultHeaders: { 'anthropic-beta': 'b' },
    });
    const adapter = new AnthropicAdapter({ anthropic, model: 'm' });
    expect(adapter.anthropic).toBe(anthropic);
    expect(await answeredBy(adapter)).toMatchObject({
      path: '/v1/messages',
      headers: { 'x-api-key': 'k', 'anthropic-beta': 'b' },
      body: { model: 'm' },
    });
  });

  it('of Anthropic may get in by a token', async () => {
    const anthropic = new Anthropic({ baseURL: server.origin, apiKey: null, authToken: 't' });
    const request = await answeredBy(new AnthropicAdapter({ anthropic }));
    expect(request?.headers.authorization).toBe('Bearer t');
    expect(request?.headers).not.toHaveProperty('x-api-key');
  });

  it('of Groq lends address and key [v1.defect.08]', async () => {
    const groq = new Groq({ baseURL: server.origin, apiKey: 'k' });
    const adapter = new GroqAdapter({ groq, model: 'm' });
    expect(adapter.groq).toBe(groq);
    expect(await answeredBy(adapter)).toMatchObject({
      path: '/openai/v1/chat/completions',
      headers: { authorization: 'Bearer k' },
      body: { model: 'm' },
    });
  });
});

describe('the adapters', () => {
  it.each([
    ['OpenAIAdapter', new OpenAIAdapter(), 'openai', 'gpt-4o'],
    ['AnthropicAdapter', new AnthropicAdapter(), 'anthropic', 'claude-opus-4-8'],
    ['GoogleGenerativeAIAdapter', new GoogleGenerativeAIAdapter(), 'google', 'gemini-2.5-flash'],
    ['GroqAdapter', new GroqAdapter(), 'groq', 'llama-3.3-70b-versatile'],
    ['UnifyAdapter', new UnifyAdapter({ model: 'm' }), 'unify', 'm'],
    ['ExperimentalOllamaAdapter', new ExperimentalOllamaAdapter(), 'ollama', 'llama3:latest'],
    ['BedrockAdapter', new BedrockAdapter(), 'bedrock', 'amazon.nova-lite-v1:0'],
  ])('say who they are, and have a model: %s', (name, adapter, provider, model) => {
    expect(adapter).toMatchObject({ name, provider, model });
    expect(adapter.constructor.name).toBe(name);
    expect(adapter.getLanguageModel()).toMatchObject({ modelId: model });
    expect(JSON.stringify(adapter)).not.toContain('key');
  });

  it('refuse to be made where a model has to be chosen and is not', () => {
    expect(() => new UnifyAdapter()).toThrow('UnifyAdapter needs the option "model"');
  });
});
