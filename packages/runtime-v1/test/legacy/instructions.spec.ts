import { describe, expect, it } from '@jest/globals';
import { runFinished, runStarted, ScriptedAgent, textMessage } from '@flightdeck/testing';
import {
  CopilotRuntime,
  copilotRuntimeNextJSAppRouterEndpoint,
  type OnBeforeRequestOptions,
} from '../../src/index.js';
import { legacyText, LegacyClient, userText } from './support/legacy-client.js';
import { readThread } from './support/read-thread.js';

describe('the instructions of an old client', () => {
  const before: OnBeforeRequestOptions[] = [];
  const agent = new ScriptedAgent(({ input }) => [
    runStarted(input),
    ...textMessage(`${input.runId}-m`, 'Hello'),
    { type: 'MESSAGES_SNAPSHOT', messages: input.messages },
    runFinished(input),
  ]);
  const { handleRequest } = copilotRuntimeNextJSAppRouterEndpoint({
    runtime: new CopilotRuntime({
      agents: { default: agent },
      middleware: { onBeforeRequest: (options) => void before.push(options) },
    }),
    endpoint: '/api/copilotkit',
    properties: { plan: 'free' },
  });
  const client = new LegacyClient(handleRequest);

  async function say(page: string, id: string): Promise<void> {
    const system = legacyText({ id: `ck-${page}`, role: 'system', content: `You see ${page}` });
    const data = { threadId: 't', messages: [system, userText('Hi', id)] };
    await client.generate({ ...data, frontend: { url: `http://page.test/${page}` } });
  }

  it('reach the agent and hooks as they are now, and no thread [v1.legacy.threads]', async () => {
    await say('invoices', 'u1');
    await say('orders', 'u1');
    const system = { id: 'v1-system', role: 'system', content: 'You see orders' };
    expect(agent.log.lastRun.input.messages).toEqual([
      system,
      { id: 'u1', role: 'user', content: 'Hi' },
    ]);
    expect(agent.log.lastRun.input.forwardedProps).toEqual({ plan: 'free' });
    expect(before.at(-1)).toMatchObject({
      inputMessages: [{ content: 'You see orders' }, { content: 'Hi' }],
      properties: { plan: 'free' },
      url: 'http://page.test/orders',
    });
    const thread = await readThread(handleRequest, 't');
    expect(thread.length).toBeGreaterThan(0);
    expect(thread.map(({ role }) => role)).not.toContain('system');
  });

  it('of a task are what it consists of', async () => {
    const messages = [legacyText({ id: 'ck-1', role: 'system', content: 'Sort them' })];
    const { status } = await client.generate({ metadata: { requestType: 'Task' }, messages });
    expect(status.code).toBe('Success');
    expect(agent.log.lastRun.input.messages).toMatchObject([{ content: 'Sort them' }]);
  });
});
