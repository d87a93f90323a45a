import type { MCPAppsServer } from '@flightdeck/middlewares';
import { SseReader } from '@flightdeck/testing';
import { bench, closeOpened, hashOf, http, mcpServer } from '../support/mcp-apps-bench.js';
import { eventsOf, postJson, runInput } from '../support/raw-calls.js';
import { until } from '../support/until.js';
import { verifies } from '../verifies.js';

afterEach(closeOpened);

describe('what a user interface asks of its server', () => {
  const calling = (name: string, args: unknown = {}) => ({
    method: 'tools/call',
    params: { name, arguments: args },
  });

  verifies(
    ['run.mcp-proxied-calls', 'trap.t26'],
    'is answered beside a run of its thread, which does not hear of it',
    async () => {
      const server = await mcpServer();
      const b = await bench([http(server)]);
      const serverHash = await hashOf(b);
      const gate = server.hold('tools/call');
      const busy = new SseReader(await b.run());
      await until('the call', () => server.received('tools/call').length === 2);
      const pinged = await b.proxied({ serverHash, method: 'ping' }, { runId: 'aside' });
      expect(pinged).toEqual([
        { type: 'RUN_STARTED', threadId: 't', runId: 'aside' },
        { type: 'RUN_FINISHED', threadId: 't', runId: 'aside', result: {} },
      ]);
      gate.open();
      await busy.rest();
      const asked = b.inputs.length;
      const told = await b.proxied({ serverHash, ...calling('show_map', { city: 'Bonn' }) });
      expect(told.at(-1)?.result).toMatchObject({ content: [{ text: 'Here is Bonn' }] });
      expect(b.inputs).toHaveLength(asked);
      const input = runInput({ threadId: 't', runId: 'again' });
      const replay = await postJson(`${b.served.url}/agent/default/connect`, input);
      const text = await replay.text();
      expect(text).not.toContain('aside');
      expect(text).not.toContain('Bonn');
    },
  );

  verifies('run.mcp-proxied-calls', 'may come as an envelope', async () => {
    const b = await bench([{ ...http(await mcpServer()), serverId: 'maps' }]);
    const request = { serverHash: 'moved', serverId: 'maps', method: 'ping' };
    const body = runInput({
      threadId: 't',
      runId: 'aside',
      forwardedProps: { __proxiedMCPRequest: request },
    });
    const envelope = { method: 'agent/run', params: { agentId: 'default' }, body };
    const told = await eventsOf(await postJson(b.served.url, envelope));
    expect(told.at(-1)).toMatchObject({ type: 'RUN_FINISHED', result: {} });
  });

  verifies('run.mcp-proxied-calls', 'may be a resource, or news for its log', async () => {
    const uri = 'ui://maps/map.html';
    const mimeType = 'text/html;profile=mcp-app';
    const server = await mcpServer({ resources: { [uri]: { uri, mimeType, text: '<p>' } } });
    const b = await bench([http(server)]);
    const serverHash = await hashOf(b);
    const read = await b.proxied({ serverHash, method: 'resources/read', params: { uri } });
    expect(read.at(-1)?.result).toEqual({ contents: [{ uri, mimeType, text: '<p>' }] });
    const params = { level: 'info', data: 'hello' };
    const said = await b.proxied({ serverHash, method: 'notifications/message', params });
    expect(said.at(-1)?.result).toEqual({});
    expect(server.received('notifications/message')[0]?.message).toMatchObject({ params });
  });

  it.each([
    ['a method that is not for them', { method: 'tools/list' }, 'This MCP method is not allowed'],
    ['an unknown server', { serverHash: 'f00', method: 'ping' }, 'Unknown MCP server'],
    ['an unknown id', { serverId: 'f00', method: 'ping' }, 'Unknown MCP server'],
    ['no method', { method: 7 }, 'Invalid MCP request'],
    ['a resource without uri', { method: 'resources/read' }, 'A resource needs a uri'],
    ['a tool for agents', calling('erase'), 'This tool is not available to user interfaces'],
    ['a tool without interface', calling('plain'), 'This tool is not available to user interfaces'],
    ['no tool', calling('nothing'), 'This tool is not available to user interfaces'],
  ])(
    'is refused if it is %s [run.mcp-proxied-calls] [middlewares.mcp-visibility]',
    async (_, request, error) => {
      const server = await mcpServer();
      const b = await bench([http(server)]);
      const serverHash = await hashOf(b);
      const told = await b.proxied({ serverHash, ...request });
      expect(told.at(-1)).toMatchObject({ type: 'RUN_FINISHED', result: { error } });
      expect(server.received('tools/call')).toHaveLength(1);
    },
  );

  it('is refused if its server is for another agent, or denies the tool', async () => {
    const server = await mcpServer();
    const servers: MCPAppsServer[] = [
      { ...http(server), serverId: 'theirs', agentId: 'other' },
      { ...http(server), serverId: 'mine', agentId: 'default', deny: ['show_map'] },
    ];
    const b = await bench(servers);
    const [theirs, denied] = [
      await b.proxied({ serverHash: 'x', ...calling('show_map'), serverId: 'theirs' }),
      await b.proxied({ serverHash: 'x', ...calling('show_map'), serverId: 'mine' }),
    ];
    expect(theirs.at(-1)?.result).toEqual({ error: 'Unknown MCP server' });
    expect(denied.at(-1)?.result).toMatchObject({
      error: expect.stringContaining('not available'),
    });
    expect(server.received('tools/call')).toHaveLength(0);
  });

  it('fails without saying what the server has said', async () => {
    const server = await mcpServer();
    const b = await bench([http(server)]);
    const serverHash = await hashOf(b);
    server.fail('tools/call', 'html-500');
    const told = await b.proxied({ serverHash, ...calling('show_map') });
    expect(told.at(-1)?.result).toEqual({ error: 'MCP request failed: server_error' });
  });
});
