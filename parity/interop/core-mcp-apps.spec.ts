import { McpTestServer, toolCall } from '@flightdeck/testing';
import { send } from '../support/copilot-core.js';
import type { AnyEvent } from '../support/clients.js';
import type { Script } from '../support/scripted-agent.js';
import { CoreFixture, CORE_TRANSPORTS } from './support/core-fixture.js';

const showMap: Script = ({ started, finished, emit }) => {
  started();
  const call = toolCall({ id: 'call', name: 'show_map', args: { city: 'Ulm' } });
  for (const event of call) emit(event as AnyEvent);
  finished();
};

describe.each(CORE_TRANSPORTS)('MCP apps in CopilotKit core over %s', (transport) => {
  let fixture: CoreFixture;
  let server: McpTestServer;
  beforeEach(async () => {
    fixture = new CoreFixture(transport);
    server = await McpTestServer.start({
      tools: [{ name: 'show_map', _meta: { ui: { resourceUri: 'ui://map' } } }],
    });
  });
  afterEach(async () => {
    await fixture.release();
    await server.close();
  });

  it('are shown, and ask their server through the client [middlewares.mcp-calls] [run.mcp-proxied-calls]', async () => {
    await fixture.serve(showMap, { mcpApps: { servers: [{ type: 'http', url: server.url }] } });
    const client = await fixture.client();
    await send(client, { id: 'u1', content: 'hi' });
    const agent = client.agent();
    const roles = agent.messages.map(({ role }) => role);
    expect(roles).toEqual(['user', 'assistant', 'tool', 'activity']);
    const shown = agent.messages.flatMap(({ role, content }) =>
      role === 'activity' ? content : [],
    );
    const [{ serverHash }] = shown as [{ readonly serverHash: string }];
    const params = { name: 'show_map', arguments: { city: 'Bonn' } };
    const request = { serverHash, method: 'tools/call', params };
    const { result, newMessages } = await agent.runAgent({
      forwardedProps: { __proxiedMCPRequest: request },
    });
    expect(result).toEqual({ content: [{ type: 'text', text: '{"city":"Bonn"}' }] });
    expect(newMessages).toEqual([]);
    expect(agent.threadId).toBe('t1');
    client.expectErrors();
    fixture.guard.expectSilence();

    const other = await fixture.client();
    await other.core.connectAgent({ agent: other.agent() });
    expect(other.agent().messages.map(({ role }) => role)).toEqual(roles);
  });
});
