import { describe, expect, it } from '@jest/globals';
import {
  CopilotRuntime,
  createCopilotRuntimeHandler,
  type AgentFactoryContext,
} from '../src/index.js';
import { ScriptedAgent, jsonOf, runBodySaying } from '@flightdeck/testing';

const post = (path: string, body: unknown) =>
  new Request(`http://test.local${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('the agents of a mount', () => {
  it('count instead of those of the runtime, and share its threads', async () => {
    const runtime = new CopilotRuntime({
      agents: { one: new ScriptedAgent() },
      environment: 'development',
    });
    const first = createCopilotRuntimeHandler({ runtime });
    const second = createCopilotRuntimeHandler({
      runtime,
      agents: { two: new ScriptedAgent() },
    });
    const info = async (handler: typeof first) =>
      jsonOf(await handler(new Request('http://test.local/info')));
    expect(Object.keys((await info(first)).agents as object)).toEqual(['one']);
    expect(Object.keys((await info(second)).agents as object)).toEqual(['two']);
    const body = runBodySaying('hello');
    await (await second(post('/agent/two/run', body))).text();
    const replay = await first(post('/agent/one/connect', { ...body, messages: [] }));
    expect(await replay.text()).toContain('hello');
  });

  it('are made by a factory that knows which run is asked for', async () => {
    const seen: unknown[] = [];
    const agents = async ({ run }: AgentFactoryContext) => {
      seen.push(run === null ? null : [run.agentId, (await run.input()).threadId]);
      return { default: new ScriptedAgent() };
    };
    const handler = createCopilotRuntimeHandler({ runtime: new CopilotRuntime({ agents }) });
    const body = runBodySaying('hello');
    await (await handler(new Request('http://test.local/info'))).text();
    await (await handler(post('/agent/default/run', body))).text();
    await (
      await handler(post('/', { method: 'agent/run', params: { agentId: 'default' }, body }))
    ).text();
    const run = ['default', body.threadId];
    expect(seen).toEqual([null, run, run]);
  });

  it('are made by a factory that knows which agent is meant', async () => {
    const seen: unknown[] = [];
    const agents = ({ agentId }: AgentFactoryContext) => {
      seen.push(agentId);
      return { default: new ScriptedAgent() };
    };
    const handler = createCopilotRuntimeHandler({ runtime: new CopilotRuntime({ agents }) });
    await (await handler(new Request('http://test.local/info'))).text();
    await (await handler(post('/agent/default/connect', runBodySaying('')))).text();
    await (await handler(post('/agent/default/stop/t', {}))).text();
    expect(seen).toEqual([undefined, 'default', 'default']);
  });

  it('answer a body that is no run as if nobody had looked at it', async () => {
    const agents = async ({ run }: AgentFactoryContext) => {
      await run?.input();
      return { default: new ScriptedAgent() };
    };
    const handler = createCopilotRuntimeHandler({ runtime: new CopilotRuntime({ agents }) });
    const response = await handler(post('/agent/default/run', { threadId: 1 }));
    expect(response.status).toBe(400);
  });
});
