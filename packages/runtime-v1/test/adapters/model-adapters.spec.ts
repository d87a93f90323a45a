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
import { resolveModel } from '@flightdeck/agent';
import {
  callTool,
  modelAnswers,
  ModelFaultServer,
  modelRefuses,
  runBodySaying,
  sayText,
  terminalOf,
  textOf,
  userMessage,
} from '@flightdeck/testing';
import Groq from 'groq-sdk';
import OpenAI from 'openai';
import {
  AnthropicAdapter,
  EmptyAdapter,
  GroqAdapter,
  OpenAIAdapter,
  type CopilotServiceAdapter,
  type OpenAIAdapterParams,
} from '../../src/index.js';
import { hostAdapter } from './support/host-adapter.js';

const LOOK = {
  name: 'look',
  description: 'Looks at something',
  parameters: { type: 'object', properties: { at: { type: 'string' } } },
};

let server: ModelFaultServer;

beforeAll(async () => {
  server = await ModelFaultServer.start();
});

afterAll(() => server.close());

beforeEach(() => {
  // AG-UI prints what runs fail with.
  jest.spyOn(console, 'error').mockReturnValue();
});

afterEach(() => {
  jest.restoreAllMocks();
});

function openAI(
  params: Omit<OpenAIAdapterParams, 'openai'> = {},
  { v1 }: ModelFaultServer = server,
): OpenAIAdapter {
  return new OpenAIAdapter({
    openai: new OpenAI({ baseURL: v1, apiKey: 'k' }),
    model: 'm',
    ...params,
  });
}

/** What is asked of the model in one run of the adapter's agent. */
async function asked(
  adapter: CopilotServiceAdapter,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  server.script(modelAnswers([sayText('ok')]));
  const { events } = await hostAdapter(adapter).run(fields);
  expect(terminalOf(events)).toMatchObject({ type: 'RUN_FINISHED' });
  return server.requests.at(-1)?.body;
}

describe('the default agent of an adapter', () => {
  it('streams texts and calls of tools, and tells its name to clients', async () => {
    server.script(modelAnswers([sayText('Let me look'), callTool('look', { at: 'it' })]));
    const host = hostAdapter(openAI());
    const { events } = await host.run({ tools: [LOOK] });
    expect(textOf(events)).toBe('Let me look');
    expect(events.filter(({ type }) => type === 'TEXT_MESSAGE_CONTENT').length).toBeGreaterThan(1);
    const start = events.find(({ type }) => type === 'TOOL_CALL_START');
    expect(start).toMatchObject({ toolCallName: 'look' });
    expect(server.requests.at(-1)?.body).toMatchObject({
      tools: [{ type: 'function', function: { name: 'look', parameters: LOOK.parameters } }],
      stream: true,
    });
    expect(await host.agents()).toMatchObject({ default: { className: 'BuiltInAgent' } });
  });

  it('gives the model system and developer messages of clients [v1.defect.10]', async () => {
    const messages = [
      { id: 's', role: 'system', content: 'Be kind' },
      { id: 'd', role: 'developer', content: 'Be brief' },
      userMessage('Hello'),
    ];
    const context = [{ description: 'The page', value: 'Flights' }];
    const body = await asked(openAI(), { messages, context });
    expect(body).toMatchObject({
      messages: [
        { role: 'system', content: expect.stringContaining('Flights') as unknown },
        { role: 'system', content: 'Be kind' },
        { role: 'system', content: 'Be brief' },
        { role: 'user', content: 'Hello' },
      ],
    });
  });

  it('applies what clients forward, by the names of old and new ones [v1.defect.10]', async () => {
    const forwardedProps = { temperature: 0.2, maxTokens: 9, stop: ['END'], model: 'other' };
    expect(await asked(openAI(), { forwardedProps })).toMatchObject({
      temperature: 0.2,
      max_tokens: 9,
      stop: ['END'],
      model: 'other',
    });
    const newer = { maxOutputTokens: 8, stopSequences: ['A'], stop: 'B', temperature: null };
    const body = await asked(openAI(), { forwardedProps: newer });
    expect(body).toMatchObject({ max_tokens: 8, stop: ['A'], model: 'm' });
    expect(body).not.toHaveProperty('temperature');
  });

  it.each([
    [{ toolChoice: 'required' }, 'required'],
    [{ toolChoice: 'none' }, 'none'],
    [
      { toolChoice: 'function', toolChoiceFunctionName: 'look' },
      { type: 'function', function: { name: 'look' } },
    ],
    [{ toolChoice: 'function' }, 'auto'],
    [{}, 'auto'],
  ])('has the model call what %j says [v1.defect.10]', async (forwardedProps, expected) => {
    const body = await asked(openAI(), { forwardedProps, tools: [LOOK] });
    expect(body).toMatchObject({ tool_choice: expected });
  });

  it('offers no tools for a state that there is none of', async () => {
    const withState = await asked(openAI(), { state: { a: 1 }, tools: [LOOK] });
    expect(withState).toHaveProperty('tools.length', 3);
    expect(await asked(openAI(), { tools: [LOOK] })).toHaveProperty('tools.length', 1);
  });

  it('repeats no key in its failures', async () => {
    server.script(modelRefuses(401, { message: 'bad key very-own-key' }));
    const openai = new OpenAI({ baseURL: server.v1, apiKey: 'very-own-key' });
    const host = hostAdapter(new OpenAIAdapter({ openai }));
    const { events } = await host.run();
    expect(terminalOf(events)).toMatchObject({ type: 'RUN_ERROR', code: 'auth_failed' });
    expect(JSON.stringify([events, host.log])).not.toContain('very-own-key');
  });
});

describe('options', () => {
  it('disableParallelToolCalls asks for one call [v1.defect.09]', async () => {
    const fields = { tools: [LOOK] };
    const one = await asked(openAI({ disableParallelToolCalls: true }), fields);
    expect(one).toMatchObject({ parallel_tool_calls: false });
    const groq = new Groq({ baseURL: server.origin, apiKey: 'k' });
    const groqOne = await asked(new GroqAdapter({ groq, disableParallelToolCalls: true }), fields);
    expect(groqOne).toMatchObject({ parallel_tool_calls: false });
    expect(await asked(openAI(), fields)).not.toHaveProperty('parallel_tool_calls');
  });

  it('keepSystemRole keeps the role of system messages [v1.defect.09]', async () => {
    const roles: unknown[] = [];
    const openai = new OpenAI({
      apiKey: 'k',
      fetch: async (_, init) => {
        const { messages } = JSON.parse(init?.body as string) as { messages: { role: string }[] };
        roles.push(messages[0]?.role);
        return new Response('{}', { status: 400 });
      },
    });
    const messages = [{ id: 's', role: 'system', content: 'Be kind' }, userMessage('Hello')];
    await hostAdapter(new OpenAIAdapter({ openai, model: 'o3' })).run({ messages });
    const keeping = new OpenAIAdapter({ openai, model: 'o3', keepSystemRole: true });
    await hostAdapter(keeping).run({ messages });
    expect(roles).toEqual(['developer', 'system']);
    // A server that is only compatible has never heard of the option.
    const body = await asked(openAI({ keepSystemRole: true }), { messages });
    expect(body).not.toHaveProperty('systemMessageMode');
  });

  it('maxInputTokens leaves out the oldest turns, never system messages [v1.defect.09]', async () => {
    const messages = [
      { id: 's', role: 'system', content: 'Be kind' },
      userMessage('a'.repeat(400)),
      { id: 'a', role: 'assistant', content: 'b'.repeat(400) },
      userMessage('And now?'),
    ];
    const body = await asked(openAI({ maxInputTokens: 50 }), { messages });
    expect(body).toMatchObject({
      messages: [
        { role: 'system', content: 'Be kind' },
        { role: 'user', content: 'And now?' },
      ],
    });
    expect(body).toHaveProperty('messages.length', 2);
  });

  it('promptCaching marks system messages and the last message, and tells of it [v1.defect.09]', async () => {
    server.script(modelAnswers([sayText('ok')]));
    const anthropic = new Anthropic({ baseURL: server.origin, apiKey: 'k' });
    const promptCaching = { enabled: true, debug: true };
    const host = hostAdapter(new AnthropicAdapter({ anthropic, promptCaching }));
    const messages = [{ id: 's', role: 'system', content: 'Be kind' }, userMessage('Hello')];
    await host.run({ messages });
    const marked = { cache_control: { type: 'ephemeral' } };
    expect(server.requests.at(-1)?.body).toMatchObject({
      system: [{ text: 'Be kind', ...marked }],
      messages: [{ role: 'user', content: [{ text: 'Hello', ...marked }] }],
    });
    expect(host.log).toContainEqual({
      level: 'debug',
      message: 'What Anthropic has kept of the prompt',
      details: expect.objectContaining({ provider: expect.anything() }) as unknown,
    });
    const plain = await asked(new AnthropicAdapter({ anthropic }), { messages });
    expect(JSON.stringify(plain)).not.toContain('cache_control');
  });
});

describe('an adapter of an application', () => {
  it('answers with the model that it returns, with everything that clients say [v1.defect.05]', async () => {
    const adapter: CopilotServiceAdapter = {
      name: 'HouseAdapter',
      process: () => Promise.reject(new Error('not to be called')),
      getLanguageModel: () => resolveModel('openai-chat/house', { baseURL: server.v1 }),
    };
    const forwardedProps = { temperature: 0.5, model: 'of somebody else' };
    expect(await asked(adapter, { forwardedProps })).toMatchObject({
      model: 'house',
      temperature: 0.5,
    });
  });

  it('may delegate to ours [v1.defect.05]', async () => {
    const inner = openAI({ disableParallelToolCalls: true });
    const adapter: CopilotServiceAdapter = { process: (request) => inner.process(request) };
    server.script(modelAnswers([sayText('Hm'), callTool('look', { at: 'it' })]));
    const messages = [{ id: 's', role: 'system', content: 'Be kind' }, userMessage('Hello')];
    const { events } = await hostAdapter(adapter).run({
      messages,
      tools: [LOOK],
      forwardedProps: { temperature: 0.5, model: 'other', toolChoice: 'required' },
      context: [{ description: 'The page', value: 'Flights' }],
    });
    expect(textOf(events)).toBe('Hm');
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['TOOL_CALL_START', 'TOOL_CALL_ARGS', 'TOOL_CALL_END']),
    );
    expect(terminalOf(events)).toMatchObject({ type: 'RUN_FINISHED' });
    expect(server.requests.at(-1)?.body).toMatchObject({
      model: 'other',
      temperature: 0.5,
      tool_choice: 'required',
      parallel_tool_calls: false,
      messages: [
        { role: 'system', content: expect.stringContaining('Flights') as unknown },
        { role: 'system', content: 'Be kind' },
        { role: 'user', content: 'Hello' },
      ],
    });
  });

  it('may change what ours is asked, as a class of its own', async () => {
    class Polite extends OpenAIAdapter {
      override process(request: Parameters<CopilotServiceAdapter['process']>[0]) {
        const { messages } = request;
        return super.process({ ...request, messages: messages.slice(-1) });
      }
    }
    const openai = new OpenAI({ baseURL: server.v1, apiKey: 'k' });
    const messages = [userMessage('One'), userMessage('Two')];
    const body = await asked(new Polite({ openai }), { messages });
    expect(body).toHaveProperty('messages.length', 1);
  });

  it('hears of the failures of ours', async () => {
    server.script(modelRefuses(401));
    const inner = openAI();
    const adapter: CopilotServiceAdapter = {
      name: 'Outer',
      process: (request) => inner.process(request),
    };
    const { events } = await hostAdapter(adapter, 'production').run();
    expect(terminalOf(events)).toMatchObject({
      type: 'RUN_ERROR',
      code: 'auth_failed',
      message: 'Outer could not answer.',
    });
  });
});

describe('a run that is stopped', () => {
  it.each([
    ['the agent of an adapter', (own: ModelFaultServer) => openAI({}, own)],
    [
      'an adapter that delegates to ours',
      (own: ModelFaultServer): CopilotServiceAdapter => {
        const inner = openAI({}, own);
        return { process: (request) => inner.process(request) };
      },
    ],
  ])('ends the question that %s has asked', async (_, make) => {
    const own = await ModelFaultServer.start(modelAnswers([sayText('Hello')], { silentAfter: 2 }));
    try {
      const { client } = hostAdapter(make(own));
      const body = runBodySaying('Hello');
      const answering = client.run('default', body);
      await own.untilRequests(1);
      await client.stop('default', body.threadId, {});
      await (await answering).text();
      await own.untilAborted();
    } finally {
      await own.close();
    }
  });
});

describe('EmptyAdapter', () => {
  it('brings no agent', async () => {
    expect(await hostAdapter(new EmptyAdapter()).agents()).toEqual({});
  });
});
