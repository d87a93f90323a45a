import { describe, expect, it } from '@jest/globals';
import {
  createCopilotRuntimeHandler,
  type AgentFactoryContext,
  type AgentsFactory,
  type RunAgentInput,
} from '@flightdeck/core';
import {
  answer,
  runFinished,
  runStarted,
  runBodySaying,
  ScriptedAgent,
  serveFetchHandler,
  toolCall,
  until,
} from '@flightdeck/testing';
import {
  copilotKitEndpoint,
  CopilotRuntime,
  type Action,
  type ActionsContext,
} from '../src/index.js';
import { EndpointClient } from './support/endpoint-client.js';
import { SILENT } from './support/silent-logger.js';

/** Calls the action `weather` and says what came of it. */
const asking = () =>
  new ScriptedAgent(({ input }) => {
    const result = input.messages.findLast(({ role }) => role === 'tool');
    if (result !== undefined) return answer(input, String(result.content));
    return [
      runStarted(input),
      ...toolCall({ id: 'call', name: 'weather', args: { city: 'Bonn' } }),
      runFinished(input),
    ];
  });

const weather: Action = {
  name: 'weather',
  parameters: [{ name: 'city', type: 'string' }],
  handler: async ({ city }) => `Rain in ${city}`,
};

const NOBODY: AgentFactoryContext = {
  request: new Request('http://test.local'),
  identity: null,
  run: null,
};

const factoryOf = (runtime: CopilotRuntime): AgentsFactory => {
  const { agents } = runtime;
  if (typeof agents !== 'function') throw new Error('The agents of this runtime are no factory');
  return agents;
};

describe('actions', () => {
  it('reach [v1.version-2] every agent, also behind a handler of version 2', async () => {
    const runtime = new CopilotRuntime({
      agents: { default: asking(), other: asking() },
      actions: [weather],
    });
    const handler = createCopilotRuntimeHandler({ runtime, basePath: '/copilotkit' });
    for (const client of [new EndpointClient({ runtime }), new EndpointClient(handler)]) {
      expect(await client.say('default')).toBe('Rain in Bonn');
      expect(await client.say('other')).toBe('Rain in Bonn');
    }
  });

  it('are made [v1.properties] for each request, of the properties of endpoint and request and of the page', async () => {
    const asked: ActionsContext[] = [];
    const runtime = new CopilotRuntime({
      agents: { default: asking() },
      actions: (context) => {
        asked.push(context);
        return [weather];
      },
    });
    const properties = { tenant: 'endpoint', plan: 'free' };
    const client = new EndpointClient({ runtime, properties });
    const forwardedProps = { tenant: 'request', user: 'u' };
    await client.say('default', { forwardedProps }, { referer: 'https://app.test/page' });
    expect(asked[0]).toEqual({
      properties: { tenant: 'request', plan: 'free', user: 'u' },
      url: 'https://app.test/page',
    });
    await client.say();
    expect(asked.at(-1)).toEqual({
      properties,
      url: 'http://test.local/copilotkit/agent/default/run',
    });
  });

  it('do not run when a thread is given its name', async () => {
    const calls: string[] = [];
    const named = { ...weather, handler: () => void calls.push('called') };
    const agent = asking();
    const runtime = new CopilotRuntime({
      agents: { default: agent },
      actions: [named],
      generateThreadNames: true,
      environment: 'development',
      logger: SILENT,
    });
    await new EndpointClient({ runtime }).say();
    await until(() => agent.log.runs.some(({ input }) => isForTitle(input)));
    expect(calls).toEqual(['called']);
  });

  it('are there for runs that go on after their server was lost', async () => {
    const idempotent = Object.assign(asking(), { idempotent: true });
    const runtime = new CopilotRuntime({
      agents: { default: idempotent, fragile: asking() },
      actions: [weather],
    });
    const agents = (await factoryOf(runtime).withoutRequest?.()) ?? {};
    expect(agents['default']).toMatchObject({ idempotent: true });
    const said: unknown[] = [];
    const input = { ...runBodySaying('hello'), state: {} };
    const subscriber = {
      onEvent: ({ event }: { event: { delta?: string } }) => said.push(event.delta),
    };
    await agents['default']?.runAgent(input as never, subscriber as never);
    expect(said).toContain('Rain in Bonn');
  });
});

const isForTitle = ({ messages }: RunAgentInput): boolean => messages[0]?.role === 'system';

describe('agents', () => {
  it('are told [v1.properties] the properties of the endpoint under those of the request', async () => {
    const agent = new ScriptedAgent();
    const runtime = new CopilotRuntime({ agents: { default: agent } });
    const client = new EndpointClient({
      runtime,
      properties: { tenant: 'endpoint', plan: 'free' },
    });
    await client.say('default', { forwardedProps: { tenant: 'request' } });
    expect(agent.log.lastRun.input.forwardedProps).toEqual({ tenant: 'request', plan: 'free' });
  });

  it('stay what they are for whoever looks at them', async () => {
    const agent = asking();
    const runtime = new CopilotRuntime({ agents: { default: agent }, actions: [weather] });
    const client = new EndpointClient({ runtime, properties: { a: 1 } });
    const before = Reflect.ownKeys(agent);
    expect(await client.agents()).toEqual({ default: 'ScriptedAgent' });
    expect(await client.say()).toBe('Rain in Bonn');
    expect(runtime.params.agents).toEqual({ default: agent });
    expect(Reflect.ownKeys(agent)).toEqual(before);
  });

  it('are not wrapped where there is nothing to put around them', async () => {
    const agent = new ScriptedAgent();
    const runtime = new CopilotRuntime({ agents: { default: agent } });
    const input = async (): Promise<RunAgentInput> => {
      const { threadId, runId } = runBodySaying('hello');
      return { threadId, runId, messages: [], tools: [], context: [] };
    };
    const run = { agentId: 'default', input };
    expect((await factoryOf(runtime)({ ...NOBODY, run }))['default']).toBe(agent);
    expect((await factoryOf(runtime).withoutRequest?.())?.['default']).toBe(agent);
  });

  it('that do not exist are answered before the body is looked at', async () => {
    const runtime = new CopilotRuntime({ agents: {}, actions: [weather] });
    const response = await new EndpointClient({ runtime }).post('/agent/nope/run', { threadId: 1 });
    expect(response.status).toBe(404);
  });

  it('are refused as a whole where a function makes something else of them', async () => {
    const agents = (() => null) as never;
    const runtime = new CopilotRuntime({ agents, logger: SILENT, environment: 'development' });
    const response = await new EndpointClient({ runtime }).post('/agent/a/run', runBodySaying(''));
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({
      message: 'agents must be a record of agents by id',
    });
  });
});

it('a remote endpoint is asked for its agents only where they may be meant', async () => {
  const paths: unknown[] = [];
  const remote = await serveFetchHandler(async ({ url }) => {
    paths.push(new URL(url).pathname);
    return Response.json({
      actions: [],
      agents: [{ name: 'far', description: '', type: 'crewai' }],
    });
  });
  const runtime = new CopilotRuntime({
    agents: { near: new ScriptedAgent() },
    remoteEndpoints: [copilotKitEndpoint({ url: remote.origin })],
  });
  const client = new EndpointClient({ runtime });
  await (await client.post('/agent/near/stop/t', {})).text();
  await (await client.post('/agent/near/connect', runBodySaying(''))).text();
  expect(paths).toEqual([]);
  expect(Object.keys(await client.agents()).toSorted()).toEqual(['far', 'near']);
  expect(paths).toEqual(['/info']);
  await remote.close();
});

describe('what a runtime tells its own server', () => {
  it('are its agents', async () => {
    const runtime = new CopilotRuntime({
      agents: ({ request }) => ({
        [new URL(request.url).hostname]: new ScriptedAgent([], { description: 'one' }),
      }),
    });
    const request = new Request('http://acme.test/');
    expect(await runtime.getAllAgents({ request })).toEqual([
      { id: 'acme.test', name: 'acme.test', description: 'one' },
    ]);
    expect(await new CopilotRuntime().getAllAgents()).toEqual([]);
  });

  it('is what a thread holds', async () => {
    const runtime = new CopilotRuntime({ agents: { default: new ScriptedAgent() } });
    const body = runBodySaying('hello');
    await new EndpointClient({ runtime }).say('default', body);
    const told = await runtime.loadAgentState(null, body.threadId, 'default');
    expect(told).toMatchObject({ threadId: body.threadId, threadExists: true, state: {} });
    expect(told.messages.map(({ role, content }) => [role, content])).toEqual([
      ['user', 'hello'],
      ['assistant', 'Hello'],
    ]);
    expect(await runtime.loadAgentState(null, 'unheard-of')).toEqual({
      threadId: 'unheard-of',
      threadExists: false,
      state: {},
      messages: [],
    });
  });

  it('is what a thread holds for its owner alone, where threads have owners', async () => {
    const runtime = new CopilotRuntime({
      agents: { default: new ScriptedAgent() },
      identifyUser: () => ({ id: 'ada' }),
    });
    const body = runBodySaying('hello');
    await new EndpointClient({ runtime }).say('default', body);
    const exists = async (userId: string) =>
      (await runtime.loadAgentState({ owner: { userId } }, body.threadId)).threadExists;
    expect(await exists('ada')).toBe(true);
    expect(await exists('bob')).toBe(false);
    await expect(runtime.loadAgentState(null, body.threadId)).rejects.toThrow(
      /owner: \{ userId \}/,
    );
  });
});
