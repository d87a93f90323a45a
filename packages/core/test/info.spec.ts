import { describe, expect, it } from '@jest/globals';
import { jsonOf, ScriptedAgent, until } from '@flightdeck/testing';
import {
  CopilotRuntime,
  createCopilotRuntimeHandler,
  type AgentRecord,
  type CopilotRuntimeHandlerOptions,
  type CopilotRuntimeOptions,
  type RuntimeAgent,
} from '../src/index.js';

type Info = Readonly<Record<string, unknown>> & {
  readonly agents: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

function mounted(
  options: CopilotRuntimeOptions,
  mount: Omit<CopilotRuntimeHandlerOptions, 'runtime'> = {},
) {
  const runtime = new CopilotRuntime({ environment: 'development', ...options });
  const handler = createCopilotRuntimeHandler({ runtime, ...mount });
  const ask = async (request: Request) => (await jsonOf(await handler(request))) as Info;
  return {
    runtime,
    rest: (host = 'test.local') => ask(new Request(`http://${host}/info`)),
    envelope: () =>
      ask(
        new Request('http://test.local/', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ method: 'info' }),
        }),
      ),
  };
}

describe('what a runtime tells again and again', () => {
  it('follows what becomes of its agents', async () => {
    const agents: Record<string, RuntimeAgent> = { one: new ScriptedAgent() };
    const { rest } = mounted({ agents });
    const told = async () => (await rest()).agents;
    const one = { name: 'one', className: 'ScriptedAgent' };
    expect(await told()).toEqual({ one });
    expect(await told()).toEqual({ one });
    Object.assign(agents.one ?? {}, { description: 'The first' });
    expect(await told()).toEqual({ one: { ...one, description: 'The first' } });
    Object.assign(agents.one ?? {}, { description: '' });
    expect(await told()).toEqual({ one: { ...one, description: '' } });
    agents.two = new ScriptedAgent();
    expect(Object.keys(await told())).toEqual(['one', 'two']);
    delete agents.one;
    expect(Object.keys(await told())).toEqual(['two']);
    class Other extends ScriptedAgent {}
    agents.two = new Other();
    expect(await told()).toEqual({ two: { name: 'two', className: 'Other' } });
  });

  it('follows descriptions that are made anew, whatever they are', async () => {
    const description = { de: 'Der erste' };
    const agent = Object.assign(new ScriptedAgent(), { description: description as never });
    const { rest } = mounted({ agents: { agent } });
    expect((await rest()).agents.agent?.description).toEqual({ de: 'Der erste' });
    description.de = 'Der beste';
    expect((await rest()).agents.agent?.description).toEqual({ de: 'Der beste' });
  });

  it('follows capabilities that an agent changes in place', async () => {
    const capabilities = { tools: { items: ['a'] } };
    const agent = new ScriptedAgent([], { getCapabilities: () => capabilities });
    const { rest } = mounted({ agents: { agent, other: new ScriptedAgent() } });
    expect((await rest()).agents.agent?.capabilities).toEqual({ tools: { items: ['a'] } });
    capabilities.tools.items.push('b');
    expect((await rest()).agents.agent?.capabilities).toEqual({ tools: { items: ['a', 'b'] } });
    Object.assign(agent, { getCapabilities: undefined });
    expect((await rest()).agents.agent).not.toHaveProperty('capabilities');
  });

  it('remembers nothing that has changed while another agent was asked', async () => {
    let tools = 'before';
    let timesRead = 0;
    const capabilities = {
      get tools() {
        timesRead += 1;
        return tools;
      },
    };
    const hasty = new ScriptedAgent([], { getCapabilities: () => capabilities });
    let tell: ((told: object) => void) | undefined;
    const slow = new ScriptedAgent([], {
      getCapabilities: () => new Promise<object>((resolve) => (tell = resolve)),
    });
    const { rest } = mounted({ agents: { hasty, slow } });
    const first = rest();
    await until(() => timesRead > 0 && tell !== undefined);
    tools = 'meanwhile';
    tell?.({});
    await first;
    tools = 'before';
    expect((await rest()).agents.hasty?.capabilities).toEqual({ tools: 'before' });
  });

  it('asks a factory each time', async () => {
    let calls = 0;
    const agents = (): AgentRecord => ({ [`agent-${(calls += 1)}`]: new ScriptedAgent() });
    const { rest } = mounted({ agents });
    expect(Object.keys((await rest()).agents)).toEqual(['agent-1']);
    expect(Object.keys((await rest()).agents)).toEqual(['agent-2']);
  });

  it('tells each transport its own', async () => {
    const { rest, envelope } = mounted({ agents: {} });
    for (let round = 0; round < 2; round += 1) {
      expect(await rest()).not.toHaveProperty('singleRoute');
      expect(await envelope()).toHaveProperty('singleRoute');
    }
  });

  it('tells each mount its own', async () => {
    const agents = { one: new ScriptedAgent() };
    const { runtime, envelope } = mounted({ agents });
    const single = createCopilotRuntimeHandler({ runtime, mode: 'single-route' });
    const ask = async () =>
      (await jsonOf(
        await single(
          new Request('http://test.local/', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ method: 'info' }),
          }),
        ),
      )) as Info;
    for (let round = 0; round < 2; round += 1) {
      expect(await envelope()).toMatchObject({ threadEndpoints: { list: true } });
      expect(await ask()).toMatchObject({ threadEndpoints: { list: false } });
    }
  });

  it('offers sockets at the address that was asked, and only while they are served', async () => {
    const { runtime, rest } = mounted({ agents: {} });
    expect(await rest()).not.toHaveProperty('intelligence');
    const detach = runtime.realtime?.attach();
    const wsUrls = ['ws://one.test/realtime', 'ws://two.test/realtime'];
    expect((await rest('one.test')).intelligence).toEqual({ wsUrl: wsUrls[0] });
    expect((await rest('two.test')).intelligence).toEqual({ wsUrl: wsUrls[1] });
    detach?.();
    expect(await rest('one.test')).not.toHaveProperty('intelligence');
  });
});
