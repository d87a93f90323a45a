import { describe, expect, it } from '@jest/globals';
import {
  RuntimeClient,
  ScriptedAgent,
  runFinished,
  runStarted,
  toolCall,
} from '@flightdeck/testing';
import { legacyText, LegacyClient } from './support/legacy-client.js';
import { createLegacyServer, URL } from './support/legacy-server.js';

describe('CopilotTask', () => {
  const agent = new ScriptedAgent(({ input }) => [
    runStarted(input),
    ...toolCall({ id: 'c1', name: 'paint', args: { colour: 'red' } }),
    runFinished(input),
  ]);
  const { fetch } = createLegacyServer({
    agents: { default: agent },
    runtime: { identifyUser: () => ({ id: 'ada' }) },
  });
  const client = new LegacyClient(fetch);
  const task = {
    metadata: { requestType: 'Task' },
    messages: [legacyText({ id: 'ck-1', role: 'system', content: 'Paint it red' })],
    forwardedParameters: { toolChoice: 'required' },
    frontend: {
      actions: [
        { name: 'paint', description: '', jsonSchema: '{"type":"object"}', available: 'enabled' },
      ],
    },
  };

  it('is told which of its actions to run [v1.defect.16]', async () => {
    const { messages, status } = await client.generate(task);
    expect(status.code).toBe('Success');
    expect(messages).toMatchObject([
      {
        __typename: 'ActionExecutionMessageOutput',
        name: 'paint',
        arguments: ['{"colour":"red"}'],
      },
    ]);
    const { input } = agent.log.lastRun;
    expect(input.messages).toEqual([{ id: 'v1-system', role: 'system', content: 'Paint it red' }]);
    expect(input.forwardedProps).toEqual({ toolChoice: 'required' });
    expect(input.tools.map(({ name }) => name)).toEqual(['paint']);
  });

  it('leaves no thread behind [v1.defect.16]', async () => {
    const { threadId } = await client.generate(task);
    expect(threadId).not.toBe('');
    const modern = new RuntimeClient({
      baseUrl: URL,
      fetch: (url, init) => fetch(new Request(url, init)),
    });
    const listed = await modern.resource('GET', '/threads?agentId=default');
    expect(await listed.json()).toMatchObject({ threads: [] });
  });
});
