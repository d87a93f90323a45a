import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { modelAnswers, ModelFaultServer, sayText } from '@flightdeck/testing';
import { resolveModel } from '../src/model/resolve-model.js';
import { BuiltInAgent } from '../src/built-in-agent.js';
import type { BuiltInAgentClassicConfig } from '../src/options/agent-options.js';
import { collectRun } from './support/run-events.js';

const TOOL = { name: 'look', description: 'Looks', parameters: { type: 'object', properties: {} } };
const HISTORY = [
  { id: 's1', role: 'system', content: 'Be kind' },
  { id: 'u1', role: 'user', content: 'Hello' },
  { id: 'a1', role: 'assistant', content: 'Hi' },
  { id: 'u2', role: 'user', content: 'Look' },
];
const CACHED = { cache_control: { type: 'ephemeral' } };

let server: ModelFaultServer;

beforeAll(async () => {
  server = await ModelFaultServer.start();
});

afterAll(() => server.close());

/** The body of the one question of a run. */
async function asked(
  model: string,
  config: Partial<BuiltInAgentClassicConfig>,
  tools: readonly unknown[] = [TOOL],
): Promise<unknown> {
  server.script(modelAnswers([sayText('ok')]));
  const agent = new BuiltInAgent({
    model,
    apiKey: 'key',
    baseURL: server.v1,
    stateTools: false,
    forwardSystemMessages: true,
    ...config,
  });
  const { error } = await collectRun(agent, { messages: HISTORY, tools } as never);
  expect(error).toBeUndefined();
  return server.requests.at(-1)?.body;
}

describe('disableParallelToolCalls', () => {
  const config = { disableParallelToolCalls: true };

  it.each(['openai/m', 'groq-chat/m', 'unify/m', 'openai-compatible/m'])(
    'asks %s for one call, where there are tools',
    async (model) => {
      const body = await asked(model, config);
      expect(body).toMatchObject({ parallel_tool_calls: false });
      expect(body).not.toHaveProperty('parallelToolCalls');
      expect(await asked(model, config, [])).not.toHaveProperty('parallel_tool_calls');
      expect(await asked(model, {})).not.toHaveProperty('parallel_tool_calls');
    },
  );

  it('asks OpenAI for one call through the Responses interface', async () => {
    const body = await asked('openai/m', { ...config, api: 'responses' });
    expect(body).toMatchObject({ parallel_tool_calls: false });
  });

  it('asks Anthropic for one call', async () => {
    expect(await asked('anthropic/m', config)).toMatchObject({
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    });
  });

  it('yields to `providerOptions`, and keeps the rest of them', async () => {
    const providerOptions = { openai: { parallelToolCalls: true, user: 'u' } };
    expect(await asked('openai/m', { ...config, providerOptions })).toMatchObject({
      parallel_tool_calls: true,
      user: 'u',
    });
  });
});

describe('promptCaching', () => {
  it('marks the system messages and the end of the conversation for Anthropic', async () => {
    const body = await asked('anthropic/m', { promptCaching: true });
    expect(body).toMatchObject({
      system: [{ type: 'text', text: 'Be kind', ...CACHED }],
      messages: [
        { role: 'user', content: [{ text: 'Hello' }] },
        { role: 'assistant' },
        { role: 'user', content: [{ text: 'Look', ...CACHED }] },
      ],
    });
    expect(JSON.stringify(body).split('cache_control')).toHaveLength(3);
  });

  it('changes nothing unless it is set, and for others', async () => {
    expect(JSON.stringify(await asked('anthropic/m', {}))).not.toContain('cache_control');
    const others = await asked('openai/m', { promptCaching: true });
    expect(JSON.stringify(others)).not.toContain('ephemeral');
  });
});

describe('a model of resolveModel with settings', () => {
  it('is asked at its own address, with its own headers', async () => {
    const settings = { apiKey: 'own', baseURL: server.v1, headers: { 'x-team': 'a' } };
    await asked('', { model: resolveModel('openai-chat/m', settings) });
    expect(server.requests.at(-1)).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: 'Bearer own', 'x-team': 'a' },
    });
  });
});
