import { afterAll, describe, expect, it } from '@jest/globals';
import { InMemoryAgentRunner } from '@flightdeck/core';
import { answer, createStage, slowAgent, until } from '@flightdeck/testing';
import { copilotRuntimeNodeHttpEndpoint } from '../../src/endpoints/node-http-endpoint.js';
import { CopilotRuntime } from '../../src/copilot-runtime.js';
import type { OnAfterRequestOptions, OnStopGenerationOptions } from '../../src/hooks/run-hooks.js';
import { GENERATE, LegacyClient, userText } from './support/legacy-client.js';

describe('hooks around the runs of old clients', () => {
  const stage = createStage();
  const slow = slowAgent();
  const after: OnAfterRequestOptions[] = [];
  const stopped: OnStopGenerationOptions[] = [];
  const runtime = new CopilotRuntime({
    runner: new InMemoryAgentRunner(),
    agents: { default: stage.agent, slow: slow.agent },
    middleware: {
      onBeforeRequest({ inputMessages, properties }) {
        if (properties.plan === 'none') throw new Response('No plan', { status: 403 });
        const last = inputMessages.at(-1);
        if (last?.isTextMessage()) last.content = last.content.toUpperCase();
      },
      onAfterRequest: (options) => void after.push(options),
    },
    onStopGeneration: (options) => void stopped.push(options),
  });
  const handler = copilotRuntimeNodeHttpEndpoint({ runtime, endpoint: '/api/copilotkit' });
  const client = new LegacyClient((request) => handler(request));
  const turn = (threadId: string) => ({
    metadata: { requestType: 'Chat' },
    threadId,
    messages: [userText('Hello', 'u1')],
    frontend: { actions: [], url: 'http://page.test/chat' },
  });

  afterAll(() => runtime.shutdown({ graceMs: 0 }));

  it('are told page and properties, and decide what the agent gets', async () => {
    stage.play('t1', ({ input }) => answer(input, String(input.messages.at(-1)?.content)));
    const { messages } = await client.generate(turn('t1'), { properties: { plan: 'paid' } });
    expect(messages).toMatchObject([{ content: ['HELLO'] }]);
    expect(after).toMatchObject([
      {
        threadId: 't1',
        url: 'http://page.test/chat',
        properties: { plan: 'paid' },
        inputMessages: [{ type: 'TextMessage', content: 'HELLO' }],
        outputMessages: [{ type: 'TextMessage', content: 'HELLO' }],
      },
    ]);
  });

  it('refuse a run with a Response, which old clients are told in their own terms', async () => {
    const variables = { data: turn('t2'), properties: { plan: 'none' } };
    const refused = await client.ask<{ errors: { extensions: object }[] }>(GENERATE, variables);
    expect(refused.errors[0]?.extensions).toMatchObject({ statusCode: 403 });
    expect(stage.runsOf('t2')).toEqual([]);
  });

  it('are told of a client that leaves, which ends its run', async () => {
    const body = {
      query: GENERATE,
      variables: { data: { ...turn('t3'), agentSession: { agentName: 'slow' } } },
    };
    const response = await client.post(body);
    const reader = response.body?.getReader();
    await reader?.read();
    await until(() => slow.agent.log.runs.length > 0, 'the run');
    await reader?.cancel();
    await until(() => stopped.length > 0, 'onStopGeneration');
    expect(stopped).toMatchObject([{ threadId: 't3', agentName: 'slow' }]);
  });
});
