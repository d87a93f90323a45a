import { McpTestServer, until, withDeadline } from '@flightdeck/testing';
import {
  mcpEndpointTools,
  withServerTools,
  type MCPEndpointToolsOptions,
  type ToolDefinition,
} from '../src/index.js';
import { collect, lookUpThenTell, structuralAgent } from './support/scripted-inner.js';

const closables: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const closable of closables.splice(0).toReversed()) await closable.close();
});

async function serve(): Promise<McpTestServer> {
  const tools = [{ name: 'lookup', answer: () => 'sunny' }];
  const server = await McpTestServer.start({ tools });
  closables.push(server);
  return server;
}

function subject(options: MCPEndpointToolsOptions) {
  const tools = mcpEndpointTools(options);
  closables.push(tools);
  return withServerTools(structuralAgent(lookUpThenTell), [tools.provide]);
}

const context = {
  threadId: 't',
  runId: 'r',
  agentId: undefined,
  headers: {},
  forwardedProps: undefined,
  frontendTools: [],
  signal: new AbortController().signal,
};

// All that tools of MCP servers look at.
const callContext = {
  toolCallId: 'c',
  abortSignal: new AbortController().signal,
} as unknown as Parameters<NonNullable<ToolDefinition['execute']>>[1];

describe('mcpEndpointTools', () => {
  it('gives any agent the tools of the servers, with our client [mcp.endpoints]', async () => {
    const server = await serve();
    const agent = subject({ mcpServers: [{ endpoint: server.url, apiKey: 'key-123' }] });
    for (let run = 0; run < 2; run += 1) {
      const events = await collect(agent);
      expect(JSON.stringify(events.find(({ type }) => type === 'TOOL_CALL_RESULT'))).toContain(
        'sunny',
      );
    }
    expect(server.received('initialize')).toHaveLength(1);
    expect(server.requests[0]?.headers['authorization']).toBe('Bearer key-123');
  });

  it('takes the client of the application, as documented [mcp.endpoints]', async () => {
    const made: unknown[] = [];
    const calls: unknown[] = [];
    const lookup = {
      description: 'Looks up',
      schema: {
        parameters: {
          properties: { city: { type: 'string' } },
          required: ['city'],
          jsonSchema: { type: 'object', properties: { city: { type: 'string' } } },
        },
      },
      execute: async (params: unknown) => {
        calls.push(params);
        return 'from the application';
      },
    };
    const agent = subject({
      mcpServers: [{ endpoint: 'https://mcp.example/', apiKey: 'k' }],
      createMCPClient: async (config) => {
        made.push(config);
        return { tools: async () => ({ lookup }) };
      },
    });
    const events = await collect(agent);
    expect(events.find(({ type }) => type === 'TOOL_CALL_RESULT')).toMatchObject({
      content: 'from the application',
    });
    expect(made).toEqual([{ endpoint: 'https://mcp.example/', apiKey: 'k' }]);
    expect(calls).toHaveLength(1);
  });

  it('leaves out a server that fails, and asks it again after a while [mcp.endpoints]', async () => {
    const lines: unknown[] = [];
    let now = 0;
    let attempts = 0;
    const tools = mcpEndpointTools({
      mcpServers: [
        { endpoint: 'https://bad.example/?key=secret' },
        { endpoint: 'https://good.example/' },
      ],
      createMCPClient: async ({ endpoint }) => {
        if (endpoint.includes('bad') && ++attempts < 2) throw new Error('secret');
        return { tools: async () => ({ lookup: { execute: () => endpoint } }) };
      },
      logger: {
        debug: () => undefined,
        warn: (...line) => lines.push(line),
        error: () => undefined,
      },
      now: () => now,
    });
    const names = async () => (await tools.provide(context)).map(({ name }) => name);
    expect(await names()).toEqual(['lookup']);
    now = 4_999;
    expect(await names()).toEqual(['lookup']);
    expect(attempts).toBe(1);
    now = 5_000;
    expect(await names()).toEqual(['lookup', 'mcp__mcp-2__lookup']);
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).toContain('bad.example');
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('names servers as it is told, and no tool as one of the browser [mcp.endpoints]', async () => {
    const tools = mcpEndpointTools({
      mcpServers: [{ endpoint: 'https://a.example/' }],
      serverIds: ['maps'],
      createMCPClient: async () => ({ tools: async () => ({ lookup: { execute: () => '' } }) }),
    });
    const offered = await tools.provide({ ...context, frontendTools: ['lookup'] });
    expect(offered.map(({ name }) => name)).toEqual(['mcp__maps__lookup']);
    await tools.close();
  });

  it('closes what it has made', async () => {
    let closed = 0;
    const tools = mcpEndpointTools({
      mcpServers: [{ endpoint: 'https://a.example/' }, { endpoint: 'https://b.example/' }],
      createMCPClient: async () => ({ tools: async () => ({}), close: () => (closed += 1) }),
    });
    await tools.provide(context);
    await tools.close();
    expect(closed).toBe(2);
  });

  it('does not wait for a client that is never made', async () => {
    const tools = mcpEndpointTools({
      mcpServers: [{ endpoint: 'https://a.example/' }],
      createMCPClient: () => new Promise(() => undefined),
      mcp: { connectTimeoutMs: 20 },
    });
    expect(await tools.provide(context)).toEqual([]);
    await tools.close();
  });

  it('makes another client after a while when one is never made [mcp.endpoints]', async () => {
    let [now, attempts] = [0, 0];
    const tools = mcpEndpointTools({
      mcpServers: [{ endpoint: 'https://a.example/' }],
      createMCPClient: async () => {
        attempts += 1;
        if (attempts === 1) await new Promise(() => undefined);
        return { tools: async () => ({ lookup: { execute: () => 'late' } }) };
      },
      mcp: { connectTimeoutMs: 20 },
      now: () => now,
    });
    expect(await tools.provide(context)).toEqual([]);
    expect(await tools.provide(context)).toEqual([]);
    expect(attempts).toBe(1);
    now = 5_000;
    expect(await tools.provide(context)).toMatchObject([{ name: 'lookup' }]);
    await tools.close();
  });

  it('takes no connection from a run because another one cannot list its tools in time [mcp.endpoints]', async () => {
    let now = 0;
    const server = await serve();
    const tools = mcpEndpointTools({
      mcpServers: [{ endpoint: server.url }],
      mcp: { connectTimeoutMs: 400 },
      now: () => now,
    });
    closables.push(tools);
    const [lookup] = await tools.provide(context);
    const busy = server.hold('tools/call');
    const call = Promise.resolve(lookup?.execute?.({} as never, callContext));
    await until(() => server.received('tools/call').length === 1, 'the call');
    server.fail('tools/list', 'silent');
    expect(await tools.provide(context)).toEqual([]);
    busy.open();
    expect(await withDeadline(call, 'the answer')).toMatchObject({ content: [{ text: 'sunny' }] });
    now += 5_000;
    expect(await tools.provide(context)).toEqual([]);
    await until(() => server.sessions.size === 0, 'the client to be given up');
    server.fail('tools/list', undefined);
    now += 5_000;
    expect(await tools.provide(context)).toMatchObject([{ name: 'lookup' }]);
  });
});
