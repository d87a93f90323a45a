import { McpTestServer, until, withDeadline } from '@flightdeck/testing';
import { BuiltInAgent, defineTool, type BuiltInAgentClassicConfig } from '../src/index.js';
import { CLIENTS, collectRun, verifiedRun, type ClientVersion } from './support/run-events.js';
import { callsTools, says, scriptedModel, toolCall } from './support/scripted-model.js';

const SILENT = { debug: () => {}, warn: () => {}, error: () => {} };

const closables: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const closable of closables.splice(0).toReversed()) await closable.close();
});

async function serve(name = 'search'): Promise<McpTestServer> {
  const tools = [{ name, answer: () => 'Found by the server' }];
  const server = await McpTestServer.start({ tools });
  closables.push(server);
  return server;
}

function subject(config: Partial<BuiltInAgentClassicConfig>) {
  const turns = [callsTools(toolCall('c1', 'search')), says('Done')];
  const model = scriptedModel([...turns, ...turns, ...turns, ...turns]);
  const agent = new BuiltInAgent({ model, logger: SILENT, ...config });
  closables.push(agent);
  return { model, agent };
}

describe('a run with MCP servers', () => {
  it.each(Object.keys(CLIENTS) as ClientVersion[])(
    'gives the text of a result to model and browser, client %s [mcp.results]',
    async (version) => {
      const server = await serve();
      const { agent, model } = subject({ mcpServers: [{ type: 'http', url: server.url }] });
      const { messages, error } = await verifiedRun(version, agent);
      expect(error).toBeUndefined();
      expect(messages).toContainEqual(
        expect.objectContaining({ role: 'tool', content: 'Found by the server' }),
      );
      expect(JSON.stringify(model.calls[1]?.prompt)).toContain('Found by the server');
    },
  );

  it('ends as usual when a server is silent, and says so [mcp.degrade] [mcp.timeouts]', async () => {
    const [silent, good] = [await serve('lost'), await serve()];
    silent.fail('initialize', 'silent');
    const { agent, model } = subject({
      mcpServers: [
        { type: 'http', url: silent.url, serverId: 'quiet' },
        { type: 'http', url: good.url },
      ],
      mcp: { connectTimeoutMs: 1_500 },
    });
    const { events, error } = await withDeadline(collectRun(agent), 'the run');
    expect(error).toBeUndefined();
    expect(events.filter(({ type }) => type === 'CUSTOM')).toEqual([
      expect.objectContaining({
        name: 'mcp_warning',
        value: expect.objectContaining({ serverId: 'quiet', code: 'timeout' }),
      }),
    ]);
    expect(events.at(-1)?.type).toBe('RUN_FINISHED');
    expect(model.calls[0]?.tools?.map(({ name }) => name)).toContain('search');
  });

  it('runs the tool of the application, not the one of a server with its name [mcp.shadowing]', async () => {
    const server = await serve();
    const search = defineTool({ name: 'search', description: 'Ours', execute: () => 'Ours' });
    const { agent, model } = subject({
      tools: [search],
      mcpServers: [{ type: 'http', url: server.url, serverId: 'docs' }],
    });
    const { events } = await collectRun(agent);
    expect(events.find(({ type }) => type === 'TOOL_CALL_RESULT')).toMatchObject({
      content: 'Ours',
    });
    expect(server.received('tools/call')).toHaveLength(0);
    expect(model.calls[0]?.tools?.map(({ name }) => name)).toContain('mcp__docs__search');
  });

  it('answers a call whose server dies, and goes on [mcp.degrade]', async () => {
    const server = await serve();
    const { agent } = subject({ mcpServers: [{ type: 'http', url: server.url }] });
    server.fail('tools/call', 'die-mid-answer');
    const { events, error } = await withDeadline(collectRun(agent), 'the run');
    expect(error).toBeUndefined();
    const result = events.find(({ type }) => type === 'TOOL_CALL_RESULT');
    expect(JSON.parse(String(result?.['content']))).toMatchObject({
      error: { code: 'tool_failed' },
    });
    expect(events.at(-1)?.type).toBe('RUN_FINISHED');
  });

  it('connects once for many runs, also of clones, and ends the session with the agent [mcp.cache]', async () => {
    const server = await serve();
    const { agent } = subject({ mcpServers: [{ type: 'http', url: server.url }] });
    await Promise.all([1, 2, 3].map(() => collectRun(agent.clone())));
    await collectRun(agent);
    expect(server.received('initialize')).toHaveLength(1);
    expect(server.received('tools/list')).toHaveLength(1);
    await agent.close();
    expect(server.sessions.size).toBe(0);
  });

  it('serves two users over two connections [mcp.users] [mcp.headers]', async () => {
    const server = await serve();
    const { agent } = subject({
      mcpServers: [{ type: 'http', url: server.url, forwardHeaders: ['authorization'] }],
    });
    for (const user of ['ann', 'bob', 'ann']) {
      const mine = agent.clone();
      mine.headers = { authorization: `Bearer ${user}`, 'x-other': user };
      await collectRun(mine);
    }
    expect(server.received('tools/call').map(({ headers }) => headers['authorization'])).toEqual([
      'Bearer ann',
      'Bearer bob',
      'Bearer ann',
    ]);
    expect(server.received('initialize')).toHaveLength(2);
    expect(server.requests.every(({ headers }) => headers['x-other'] === undefined)).toBe(true);
  });

  it('lets go of a silent server when the run is stopped [mcp.timeouts]', async () => {
    const server = await serve();
    server.fail('initialize', 'silent');
    const { agent } = subject({
      mcpServers: [{ type: 'http', url: server.url }],
      mcp: { cache: 'run' },
    });
    const running = collectRun(agent);
    await until(() => server.requests.length === 1, 'the server to be asked');
    agent.abortRun();
    const { events } = await withDeadline(running, 'the end of the run');
    expect(events.at(-1)?.type).toBe('RUN_FINISHED');
  });

  it('tells the server that a call is cancelled when the run is stopped', async () => {
    const server = await serve();
    server.hold('tools/call');
    const { agent } = subject({ mcpServers: [{ type: 'http', url: server.url }] });
    const running = collectRun(agent);
    await until(() => server.received('tools/call').length === 1, 'the call to arrive');
    agent.abortRun();
    await withDeadline(running, 'the end of the run');
    await until(() => server.received('notifications/cancelled').length === 1, 'the notice');
  });
});
