import { LLMock, MCPMock } from '@copilotkit/aimock';
import { connectMCP, createMCPClient, type MCPClient } from '@flightdeck/mcp';
import { McpTestServer } from '@flightdeck/testing';
import * as ai5 from 'ai5';
import * as ai6 from 'ai6';
import * as ai7 from 'ai7';
import { loadMCPTools } from '../src/mcp/mcp-tools.js';

const SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
} as const;

describe('against the MCP server of aimock', () => {
  let mock: LLMock;
  let url: string;

  beforeAll(async () => {
    const mcp = new MCPMock({ serverInfo: { name: 'foreign', version: '1' } });
    mcp.addTool({ name: 'weather', description: 'Tells the weather', inputSchema: SCHEMA });
    mcp.onToolCall('weather', (input) => `Sunny: ${JSON.stringify(input)}`);
    mcp.addResource(
      { uri: 'ui://card', name: 'card', mimeType: 'text/html' },
      { text: '<p>Hi</p>', mimeType: 'text/html' },
    );
    mock = new LLMock({ port: 0 });
    mock.mount('/mcp', mcp);
    await mock.start();
    url = `${mock.url}/mcp`;
  });

  afterAll(() => mock.stop());

  it('shakes hands, lists, calls, reads and ends [mcp.transports]', async () => {
    const connection = await connectMCP({ type: 'http', url }, { listen: true });
    expect(connection.serverInfo).toEqual({ name: 'foreign', version: '1' });
    expect(await connection.listTools()).toEqual([
      { name: 'weather', description: 'Tells the weather', inputSchema: SCHEMA },
    ]);
    expect(await connection.callTool('weather', { city: 'Rome' })).toMatchObject({
      content: [{ type: 'text', text: 'Sunny: {"city":"Rome"}' }],
    });
    expect(await connection.readResource('ui://card')).toMatchObject({
      contents: [{ text: '<p>Hi</p>' }],
    });
    expect(await connection.request('ping')).toEqual({});
    await connection.close();
  });

  it('gives a run its tools', async () => {
    const { tools, warnings, close } = await loadMCPTools({ servers: [{ type: 'http', url }] });
    expect(warnings).toEqual([]);
    expect(tools.map(({ name }) => name)).toEqual(['weather']);
    await close();
  });
});

describe('with the AI SDK', () => {
  let server: McpTestServer;
  let client: MCPClient;

  beforeAll(async () => {
    const answer = (): string => 'Sunny';
    server = await McpTestServer.start({
      tools: [{ name: 'weather', inputSchema: SCHEMA, answer }],
    });
    client = await createMCPClient({ endpoint: server.url });
  });

  afterAll(async () => {
    await client.close();
    await server.close();
  });

  it.each([
    ['5', ai5.asSchema],
    ['6', ai6.asSchema],
    ['7', ai7.asSchema],
  ])('makes schemas that version %s knows as its own', async (_version, asSchema) => {
    const { weather } = await client.tools();
    const given = weather?.inputSchema as unknown as Parameters<typeof ai6.asSchema>[0];
    const schema = (asSchema as typeof ai6.asSchema)(given);
    expect(schema).toBe(given);
    expect(await schema.jsonSchema).toEqual(SCHEMA);
  });

  it('makes clients that an agent takes [mcp.clients]', async () => {
    const { tools, close } = await loadMCPTools({ clients: [client] });
    expect(tools).toEqual([
      expect.objectContaining({ name: 'weather', inputSchema: expect.objectContaining(SCHEMA) }),
    ]);
    await close();
  });
});
