import { afterEach, describe, expect, it } from '@jest/globals';
import { collectRun, runBodySaying, terminalOf, textOf } from '@flightdeck/testing';
import { langGraphPlatformEndpoint, resolveEndpointType } from '../src/index.js';
import { CustomEventNames, LangGraphAgent, LangGraphHttpAgent } from '../src/langgraph/index.js';
import { loadRemoteAgents } from '../src/tools/load-remote-agents.js';
import { callingAgent } from './support/calling-agent.js';
import { REQUEST } from './support/find-tools.js';
import { RemoteServer } from './support/remote-server.js';
import { serveV1 } from './support/v1-server.js';

const closables: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closables.splice(0).map((close) => close()));
});

type Raw = Readonly<Record<string, unknown>>;

/** An agent in the middle of a run, and what it tells of raw events of its graph. */
function runningAgent() {
  const agent = new LangGraphAgent({ deploymentUrl: 'http://graph.test', graphId: 'g' });
  const told: Raw[] = [];
  const next = ({ rawEvent: _raw, ...event }: Raw): void => void told.push(event);
  agent.subscriber = { next } as never;
  agent.activeRun = { id: 'r', threadId: 't' };
  agent.messagesInProcess = {};
  return {
    agent,
    hear(event: Raw): readonly Raw[] {
      agent.handleSingleEvent({ metadata: {}, ...event });
      return told.splice(0);
    },
  };
}

const custom = (name: string, data: unknown): Raw => ({ event: 'on_custom_event', name, data });

describe('LangGraphAgent', () => {
  it('tells what a graph says itself', () => {
    const { hear } = runningAgent();
    const name = CustomEventNames.CopilotKitManuallyEmitMessage;
    expect(hear(custom(name, { message_id: 'm', message: 'Hi', role: 'assistant' }))).toEqual([
      { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' },
      { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'Hi' },
      { type: 'TEXT_MESSAGE_END', messageId: 'm' },
    ]);
  });

  it.each([{ args: { city: 'Rome' } }, { args: '{"city":"Rome"}' }])(
    'tells the tool calls that a graph makes itself, with $args',
    ({ args }) => {
      const { hear } = runningAgent();
      const name = CustomEventNames.CopilotKitManuallyEmitToolCall;
      expect(hear(custom(name, { id: 'c', name: 'lookup', args }))).toEqual([
        { type: 'TOOL_CALL_START', toolCallId: 'c', toolCallName: 'lookup', parentMessageId: 'c' },
        { type: 'TOOL_CALL_ARGS', toolCallId: 'c', delta: '{"city":"Rome"}' },
        { type: 'TOOL_CALL_END', toolCallId: 'c' },
      ]);
    },
  );

  it('tells the state that a graph shows before it has it', () => {
    const { agent, hear } = runningAgent();
    const name = CustomEventNames.CopilotKitManuallyEmitIntermediateState;
    expect(hear(custom(name, { progress: 1 }))).toEqual([
      { type: 'STATE_SNAPSHOT', snapshot: { progress: 1 } },
    ]);
    expect(agent.activeRun?.manuallyEmittedState).toEqual({ progress: 1 });
  });

  it('tells when a graph gives the conversation back', () => {
    const { hear } = runningAgent();
    expect(hear(custom(CustomEventNames.CopilotKitExit, {}))).toEqual([
      { type: 'CUSTOM', name: 'Exit', value: true },
    ]);
  });

  it.each([
    [CustomEventNames.CopilotKitManuallyEmitMessage, { message_id: 'm' }],
    [CustomEventNames.CopilotKitManuallyEmitToolCall, { id: 'c' }],
    [CustomEventNames.CopilotKitManuallyEmitIntermediateState, 'state'],
    ['something_else', { a: 1 }],
  ])('passes %s with %j on as it is', (name, value) => {
    expect(runningAgent().hear(custom(name, value))).toEqual([{ type: 'CUSTOM', name, value }]);
  });

  const chunk = (content: string, metadata: Raw, calls: readonly Raw[] = []): Raw => ({
    event: 'on_chat_model_stream',
    data: { chunk: { id: 'x', content, tool_call_chunks: calls, response_metadata: {} } },
    metadata,
  });
  const call = (metadata: Raw): Raw => chunk('', metadata, [{ id: 'c', name: 'write', args: '' }]);
  const types = (events: readonly Raw[]): unknown[] => events.map(({ type }) => type);

  it('keeps texts and tool calls to itself that the graph wants to', () => {
    const said = ['TEXT_MESSAGE_START', 'TEXT_MESSAGE_CONTENT'];
    expect(types(runningAgent().hear(chunk('Hi', {})))).toEqual(said);
    expect(types(runningAgent().hear(chunk('Hi', { 'copilotkit:emit-messages': true })))).toEqual(
      said,
    );
    expect(runningAgent().hear(chunk('Hi', { 'copilotkit:emit-messages': false }))).toEqual([]);
    expect(types(runningAgent().hear(call({})))).toEqual(['TOOL_CALL_START']);
    expect(runningAgent().hear(call({ 'copilotkit:emit-tool-calls': false }))).toEqual([]);
  });

  it('says which arguments are shown as state', () => {
    const value = [{ tool: 'write', state_key: 'draft', tool_argument: 'text' }];
    const events = runningAgent().hear(call({ 'copilotkit:emit-intermediate-state': value }));
    expect(events).toMatchObject([
      { type: 'CUSTOM', name: 'PredictState', value },
      { type: 'TOOL_CALL_START' },
    ]);
  });

  it('gives the graph tools and context in its state, and knows that they are there', async () => {
    const { agent } = runningAgent();
    const tool = { name: 'lookup', description: '', parameters: {} };
    const context = [{ description: 'Who', value: 'Ada' }];
    const input = { threadId: 't', runId: 'r', messages: [], tools: [tool], context, state: {} };
    const state = agent.langGraphDefaultMergeState({ copilotkit: { own: 1 } }, [], input as never);
    expect(state['copilotkit']).toMatchObject({
      own: 1,
      context,
      actions: [{ type: 'function', name: 'lookup' }],
    });
    agent.assistant = { assistant_id: 'a' } as never;
    let schemas: unknown = {
      input_schema: { properties: { a: {} } },
      output_schema: { properties: { b: {} } },
    };
    agent.client = { assistants: { getSchemas: async () => schemas } } as never;
    const keys = await agent.getSchemaKeys();
    expect(keys?.input).toEqual(expect.arrayContaining(['a', 'copilotkit']));
    expect(keys?.output).toEqual(expect.arrayContaining(['b', 'copilotkit']));
    schemas = { input_schema: null, output_schema: null };
    expect(await agent.getSchemaKeys()).toMatchObject({ input: null, output: null });
  });

  it('is cloned as what it is', () => {
    expect(runningAgent().agent.clone()).toBeInstanceOf(LangGraphAgent);
    expect(LangGraphHttpAgent).toBeDefined();
  });
});

/** As much of a LangGraph platform as one run needs. */
async function servePlatform() {
  const sayHello = custom(CustomEventNames.CopilotKitManuallyEmitMessage, {
    message_id: 'm',
    message: 'From the graph',
  });
  const data = { ...sayHello, run_id: 'run-1', metadata: { langgraph_node: 'chat' } };
  const events = [
    { event: 'metadata', data: { run_id: 'run-1' } },
    { event: 'events', data },
    { event: 'values', data: { messages: [] } },
  ];
  const frames = events.map(
    (event) => `event: ${event.event}\ndata: ${JSON.stringify(event.data)}\n\n`,
  );
  const state = { values: { messages: [] }, tasks: [], next: [], metadata: {}, checkpoint: {} };
  const thread = { thread_id: 't', metadata: {}, values: {}, status: 'idle' };
  const assistant = { assistant_id: 'graph-1', graph_id: 'graph-1', config: {}, metadata: {} };
  const routes: Record<string, () => unknown> = {
    'POST /assistants/search': () => [assistant],
    'GET /assistants/graph-1/schemas': () => ({ input_schema: { properties: {} } }),
    'GET /assistants/graph-1/graph': () => ({ nodes: [], edges: [] }),
  };
  const server = await RemoteServer.start(
    new Proxy(
      {},
      {
        get: () =>
          (({ method, path }, response) => {
            const known = routes[`${method} ${path.replace(/\?.*/, '')}`];
            if (known !== undefined) return known();
            if (path.endsWith('/runs/stream')) {
              response.writeHead(200, { 'content-type': 'text/event-stream' }).end(frames.join(''));
              return undefined;
            }
            return path.includes('/state') ? state : thread;
          }) satisfies Parameters<typeof RemoteServer.start>[0][string],
      },
    ),
  );
  closables.push(() => server.close());
  return server;
}

describe('langGraphPlatformEndpoint', () => {
  it('runs the agents of a platform [v1.defect.13]', async () => {
    const platform = await servePlatform();
    const endpoint = langGraphPlatformEndpoint({
      deploymentUrl: platform.origin,
      langsmithApiKey: 'key',
      agents: [{ name: 'writer', description: 'Writes', assistantId: 'graph-1' }],
    });
    const { rest, runtime } = serveV1(callingAgent('none'), { remoteEndpoints: [endpoint] });
    closables.push(() => runtime.shutdown({ graceMs: 0 }));
    expect(await (await rest.info()).json()).toMatchObject({
      agents: { default: {}, writer: { description: 'Writes' } },
    });
    const run = await collectRun(await rest.run('writer', runBodySaying('Hello')));
    expect(textOf(run.events)).toBe('From the graph');
    expect(terminalOf(run.events).type).toBe('RUN_FINISHED');
    const stream = platform.requests.find(({ path }) => path.endsWith('/runs/stream'));
    expect(stream).toMatchObject({
      headers: { 'x-api-key': 'key' },
      body: {
        assistant_id: 'graph-1',
        stream_subgraphs: true,
        input: { messages: [{ content: 'Hello', type: 'human' }], copilotkit: { actions: [] } },
      },
    });
  });

  it('needs a package that says its name where it is missing', async () => {
    const endpoint = langGraphPlatformEndpoint({
      deploymentUrl: 'http://graph.test',
      agents: [{ name: 'writer', description: '' }],
    });
    const load = (loadLangGraph: () => Promise<unknown>) =>
      loadRemoteAgents([endpoint], REQUEST, { loadLangGraph });
    await expect(load(() => Promise.reject(new Error('no such package')))).rejects.toThrow(
      'langGraphPlatformEndpoint() needs the package @ag-ui/langgraph: install it',
    );
    await expect(load(async () => ({}))).rejects.toThrow('0.0.20 or newer');
  });

  it('is told from a remote endpoint by its type, else by its fields', () => {
    const platform = { deploymentUrl: 'http://a.test', agents: [] };
    expect(resolveEndpointType(platform)).toBe('langgraph-platform');
    expect(resolveEndpointType({ url: 'http://a.test' })).toBe('copilotKit');
    expect(resolveEndpointType({ url: 'http://a.test', type: 'copilotKit' })).toBe('copilotKit');
  });
});
