import type { MCPAppsServer } from '@flightdeck/middlewares';
import { SseReader, toolCall } from '@flightdeck/testing';
import type { AnyEvent } from '../support/clients.js';
import {
  bench,
  callMap,
  closeOpened,
  http,
  MAP,
  mcpServer,
  PLAIN,
  typesOf,
} from '../support/mcp-apps-bench.js';
import type { Script } from '../support/scripted-agent.js';
import { eventsOf, postJson, runInput } from '../support/raw-calls.js';
import { until } from '../support/until.js';
import { verifies } from '../verifies.js';

afterEach(closeOpened);

describe('MCP apps in a run', () => {
  it.each(['http', 'sse'] as const)(
    'carry out the open calls of their tools, over %s [middlewares.mcp-calls]',
    async (type) => {
      const server = await mcpServer();
      const url = type === 'http' ? server.url : server.sseUrl;
      const { events, inputs } = await bench([{ type, url, serverId: 'maps' }]);
      const told = await events();
      expect(typesOf(told)).toEqual([
        'RUN_STARTED',
        'TOOL_CALL_START',
        'TOOL_CALL_ARGS',
        'TOOL_CALL_END',
        'TOOL_CALL_RESULT',
        'ACTIVITY_SNAPSHOT',
        'RUN_FINISHED',
      ]);
      expect(told[4]).toMatchObject({ toolCallId: 'call-1', content: 'Here is Ulm' });
      expect(told[5]).toMatchObject({
        activityType: 'mcp-apps',
        replace: true,
        content: {
          result: { content: [{ type: 'text', text: 'Here is Ulm' }] },
          resourceUri: 'ui://maps/map.html',
          serverHash: expect.stringMatching(/^[0-9a-f]{32}$/),
          serverId: 'maps',
          toolInput: { city: 'Ulm' },
        },
      });
      expect(inputs[0]?.tools.map(({ name }) => name)).toEqual(['show_map', 'erase']);
    },
  );

  verifies('middlewares.mcp-calls', 'are told again to whoever connects', async () => {
    const { events, served } = await bench([http(await mcpServer())]);
    const told = await events();
    const input = runInput({ threadId: 't', runId: 'again' });
    const again = await eventsOf(await postJson(`${served.url}/agent/default/connect`, input));
    const shown = ({ type }: AnyEvent): boolean =>
      type === 'ACTIVITY_SNAPSHOT' || type === 'TOOL_CALL_RESULT';
    expect(again.filter(shown)).toEqual(told.filter(shown));
  });

  it('leave the tools of the client and calls that have a result alone', async () => {
    const server = await mcpServer();
    const { events } = await bench([http(server)], ({ started, finished, emit }) => {
      started();
      for (const event of toolCall({ id: 'a', name: 'show_map', args: {} }))
        emit(event as AnyEvent);
      emit({ type: 'TOOL_CALL_RESULT', messageId: 'r', toolCallId: 'a', content: 'mine' });
      for (const event of toolCall({ id: 'b', name: 'confirm', args: {} })) emit(event as AnyEvent);
      finished();
    });
    expect(typesOf(await events())).not.toContain('ACTIVITY_SNAPSHOT');
    expect(server.received('tools/call')).toHaveLength(0);
  });

  it('do not carry out calls of a run that fails or waits for somebody', async () => {
    const server = await mcpServer();
    const interrupts = [{ id: 'i', reason: 'approval' }];
    for (const ending of [
      { type: 'RUN_ERROR', message: 'no' },
      { type: 'RUN_FINISHED', outcome: { type: 'interrupt', interrupts } },
    ]) {
      const { events } = await bench([http(server)], ({ emit }) => {
        const call = toolCall({ id: 'a', name: 'show_map', args: {} });
        for (const event of [...call, ending]) emit(event as AnyEvent);
      });
      expect(typesOf(await events())).not.toContain('ACTIVITY_SNAPSHOT');
    }
    expect(server.received('tools/call')).toHaveLength(0);
  });

  verifies('middlewares.mcp-failure', 'tell of a call that fails in its result', async () => {
    const server = await mcpServer();
    server.fail('tools/call', 'error');
    const { events } = await bench([http(server)]);
    const told = await events();
    expect(told.at(-1)?.type).toBe('RUN_FINISHED');
    const result = told.find(({ type }) => type === 'TOOL_CALL_RESULT');
    const text = String(result?.content);
    expect(JSON.parse(text)).toEqual({ error: 'MCP request failed: server_error' });
    expect(typesOf(told)).not.toContain('ACTIVITY_SNAPSHOT');
  });

  verifies(
    'middlewares.mcp-failure',
    'survive the loss and the return of their server',
    async () => {
      const server = await mcpServer();
      const { events } = await bench([http(server)]);
      await events();
      server.forgetSessions();
      expect(typesOf(await events())).toContain('ACTIVITY_SNAPSHOT');
      server.fail('tools/call', 'die');
      const lost = await events();
      expect(typesOf(lost)).not.toContain('ACTIVITY_SNAPSHOT');
      expect(lost.at(-1)?.type).toBe('RUN_FINISHED');
      server.fail('tools/call', undefined);
      expect(typesOf(await events())).toContain('ACTIVITY_SNAPSHOT');
    },
  );

  verifies('middlewares.mcp-failure', 'tell of arguments that are none', async () => {
    const { events } = await bench([http(await mcpServer())], callMap('Ulm'));
    const result = (await events()).find(({ type }) => type === 'TOOL_CALL_RESULT');
    expect(result?.content).toBe('{"error":"The arguments are no JSON object"}');
  });

  verifies(
    'middlewares.mcp-discovery',
    'ask a server once, and again when it has changed',
    async () => {
      const server = await mcpServer();
      const silent: Script = ({ started, finished }) => {
        started();
        finished();
      };
      const { events, inputs } = await bench([http(server)], silent, { listen: true });
      await events();
      await events();
      expect(server.received('tools/list')).toHaveLength(1);
      await until('the server to be listened to', () => server.openStreams === 1);
      server.tools = [PLAIN, { ...MAP, name: 'show_globe' }];
      server.say({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
      await until('the new tools', async () => {
        await events();
        return inputs.at(-1)?.tools[0]?.name === 'show_globe';
      });
    },
  );

  verifies('middlewares.mcp-discovery', 'go on without a server that does not answer', async () => {
    const [down, up] = [await mcpServer(), await mcpServer()];
    down.fail('initialize', 'silent');
    const servers: MCPAppsServer[] = [
      { type: 'http', url: `${down.url}?key=s3cret`, headers: { 'x-key': 's3cret' } },
      http(up),
    ];
    const { events, served } = await bench(servers, callMap(), { connectTimeoutMs: 1_000 });
    const told = await events();
    expect(told[1]).toEqual({
      type: 'CUSTOM',
      name: 'mcp_apps_warning',
      value: {
        server: 'mcp-1',
        message: 'The tools of an MCP server are missing. MCP request failed: timeout',
      },
    });
    expect(typesOf(told)).toContain('ACTIVITY_SNAPSHOT');
    expect(JSON.stringify(served.log)).toContain(down.url);
    expect(JSON.stringify([told, served.log])).not.toContain('s3cret');
  });

  verifies('middlewares.mcp-discovery', 'fail the run if all servers are needed', async () => {
    const down = await mcpServer();
    down.fail('initialize', 'html-500');
    const { events, inputs } = await bench([http(down)], callMap(), {
      discoveryFailureMode: 'throw',
    });
    expect(typesOf(await events())).toEqual(['RUN_STARTED', 'RUN_ERROR']);
    expect(inputs).toHaveLength(0);
  });

  it('leave a name to the tool of the client, and say so', async () => {
    const { events, inputs } = await bench([http(await mcpServer())]);
    const tools = [{ name: 'show_map', description: 'mine', parameters: {} }];
    const told = await events({ tools });
    expect(inputs[0]?.tools.map(({ description }) => description)[0]).toBe('mine');
    expect(inputs[0]?.tools.map(({ name }) => name)).toEqual(['show_map', 'erase']);
    expect(told[1]).toMatchObject({ type: 'CUSTOM', name: 'mcp_apps_warning' });
    expect(typesOf(told)).not.toContain('ACTIVITY_SNAPSHOT');
  });

  it('offer what is allowed and not denied', async () => {
    const server = await mcpServer();
    const { events, inputs } = await bench([{ ...http(server), deny: ['erase'] }]);
    await events();
    expect(inputs[0]?.tools.map(({ name }) => name)).toEqual(['show_map']);
  });

  verifies('middlewares.mcp-agents', 'are for the agents that their servers are for', async () => {
    const { events, inputs } = await bench([{ ...http(await mcpServer()), agentId: 'other' }]);
    await events();
    await events({ agentId: 'other' });
    expect(inputs.map(({ tools }) => tools.length)).toEqual([0, 2]);
  });

  verifies('middlewares.mcp-headers', 'get headers by name only, each caller its own', async () => {
    const server = await mcpServer();
    const { run } = await bench([
      { ...http(server), headers: { 'X-Own': 'own' }, forwardHeaders: ['X-User', 'x-own'] },
    ]);
    for (const user of ['ada', 'bob']) {
      const headers = { 'x-user': user, 'x-own': 'forged', authorization: 'Bearer s3cret' };
      await eventsOf(await run({ threadId: user }, headers));
    }
    const users = server.received('tools/call').map(({ headers }) => headers['x-user']);
    expect(users).toEqual(['ada', 'bob']);
    for (const { headers } of server.requests) {
      expect(headers['x-own']).toBe('own');
      expect(headers).not.toHaveProperty('authorization');
    }
  });

  verifies('middlewares.stop', 'do not keep a run that is stopped', async () => {
    const server = await mcpServer();
    const gate = server.hold('tools/call');
    const { run, served } = await bench([http(server)]);
    const reader = new SseReader(await run());
    await until('the call', () => server.received('tools/call').length === 1);
    await postJson(`${served.url}/agent/default/stop/t`);
    await reader.rest();
    expect(reader.text).toContain('RUN_FINISHED');
    expect(reader.text).not.toContain('ACTIVITY_SNAPSHOT');
    await until('the run to be over', () => served.runtime.engine?.activeRuns === 0);
    gate.open();
  });

  it('offer tools that one run cannot change for the next', async () => {
    const server = await mcpServer();
    const seen: unknown[] = [];
    const b = await bench([http(server)], (run) => {
      const [tool] = run.input.tools;
      seen.push(JSON.stringify(tool));
      Object.assign(tool?.parameters as object, { changed: true });
      return callMap()(run);
    });
    await b.events();
    await b.events();
    expect(seen).toHaveLength(2);
    expect(seen[1]).toBe(seen[0]);
  });
});
