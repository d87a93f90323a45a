import { afterEach, describe, expect, it } from '@jest/globals';
import { collectRun, McpTestServer, runBodySaying, terminalOf, textOf } from '@flightdeck/testing';
import {
  CopilotRuntime,
  copilotRuntimeNodeHttpEndpoint,
  type CreateMCPClientFunction,
  type MCPEndpointConfig,
} from '../src/index.js';
import { LegacyClient, userText } from './legacy/support/legacy-client.js';
import { callingAgent, offeredTo } from './support/calling-agent.js';
import { recordingLogger } from './support/recording-logger.js';
import { serveV1, type V1Server } from './support/v1-server.js';

const closables: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closables.splice(0).map((close) => close()));
});

async function serveMCP(answer = 'sunny'): Promise<McpTestServer> {
  const server = await McpTestServer.start({ tools: [{ name: 'lookup', answer: () => answer }] });
  closables.push(() => server.close());
  return server;
}

function serve(...[agent, params]: Parameters<typeof serveV1>): V1Server {
  const server = serveV1(agent, params);
  closables.push(() => server.runtime.shutdown({ graceMs: 0 }));
  return server;
}

interface Asked {
  readonly tools?: readonly unknown[];
  readonly forwardedProps?: unknown;
}

async function ask({ rest }: V1Server, asked: Asked = {}) {
  return collectRun(await rest.run('default', runBodySaying('Hello', { ...asked })));
}

/** A factory whose clients have a tool that tells how the client was made; and who was made and closed. */
function recordingFactory() {
  const made: MCPEndpointConfig[] = [];
  const closed: string[] = [];
  const createMCPClient: CreateMCPClientFunction = async (config) => {
    made.push(config);
    if (config.endpoint.includes('bad')) throw new Error(`no ${config.endpoint}`);
    return {
      tools: async () => ({ lookup: { execute: async () => config.apiKey ?? 'no key' } }),
      close: async () => closed.push(config.endpoint),
    };
  };
  return { made, closed, createMCPClient };
}

const ENDPOINT = 'https://mcp.example/sse?token=secret';

describe('mcpServers', () => {
  it('bring their tools to any agent, with our client, and runtimes share connections [v1.defect.03]', async () => {
    const { url, received } = await serveMCP().then((server) => ({
      url: server.url,
      received: (method: string) => server.received(method),
    }));
    for (let request = 0; request < 2; request += 1) {
      const agent = callingAgent('lookup');
      const server = serve(agent, { mcpServers: [{ endpoint: url, apiKey: 'k' }] });
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const run = await ask(server);
      expect(textOf(run.events)).toContain('sunny');
      expect(offeredTo(agent)).toEqual(['lookup']);
    }
    expect(received('initialize')).toHaveLength(1);
  });

  it('are connected to by the factory of the application, once for each key and factory', async () => {
    const first = recordingFactory();
    const second = recordingFactory();
    for (const { createMCPClient } of [first, first, second]) {
      for (const apiKey of ['ada', 'bob']) {
        const mcpServers = [{ apiKey, endpoint: ENDPOINT }];
        const server = serve(callingAgent('lookup'), { mcpServers, createMCPClient });
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        expect(textOf((await ask(server)).events)).toBe(`Told: ${apiKey}`);
      }
    }
    expect(first.made.map(({ apiKey }) => apiKey)).toEqual(['ada', 'bob']);
    expect(second.made).toHaveLength(2);
  });

  it('share no connection where their configurations differ in what is no JSON', async () => {
    const { made, createMCPClient } = recordingFactory();
    const told: string[] = [];
    const configOf = (user: string) => ({
      endpoint: ENDPOINT,
      apiKey: 'one',
      headers: new Headers({ authorization: user }),
      token: () => user,
    });
    const ada = configOf('ada');
    for (const config of [ada, configOf('bob'), ada]) {
      const server = serve(callingAgent('lookup'), { mcpServers: [config], createMCPClient });
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      told.push(textOf((await ask(server)).events));
    }
    expect(told).toEqual(Array.from({ length: 3 }, () => 'Told: one'));
    expect(made).toHaveLength(2);
  });

  it('are closed with their runtime', async () => {
    const { createMCPClient, closed } = recordingFactory();
    const server = serve(callingAgent('lookup'), {
      mcpServers: [{ endpoint: ENDPOINT }],
      createMCPClient,
    });
    await ask(server);
    expect(closed).toEqual([]);
    await server.runtime.shutdown({ graceMs: 0 });
    expect(closed).toEqual([ENDPOINT]);
  });

  it('that fail cost their tools, with a warning that shows no query, and the run goes on', async () => {
    const { logger, lines } = recordingLogger();
    const { createMCPClient } = recordingFactory();
    const agent = callingAgent('lookup');
    const mcpServers = [{ endpoint: 'https://bad.example/mcp?key=secret' }, { endpoint: ENDPOINT }];
    const server = serve(agent, { mcpServers, createMCPClient, logger });
    const run = await ask(server);
    expect(terminalOf(run.events).type).toBe('RUN_FINISHED');
    expect(textOf(run.events)).toBe('Told: no key');
    expect(lines.join()).toContain('bad.example/mcp');
    expect(lines.join()).not.toContain('secret');
    expect(server.errors).toEqual([]);
  });

  it('have tools whose failures are results, and reported', async () => {
    const createMCPClient: CreateMCPClientFunction = async () => ({
      tools: async () => ({ lookup: { execute: () => Promise.reject(new Error('no answer')) } }),
    });
    const server = serve(callingAgent('lookup'), {
      mcpServers: [{ endpoint: ENDPOINT }],
      createMCPClient,
    });
    const run = await ask(server);
    expect(textOf(run.events)).toContain('HANDLER_ERROR');
    expect(server.errors).toMatchObject([{ context: { metadata: { action: 'lookup' } } }]);
  });

  it('have tools that give way to an action or a tool of the page, under another name', async () => {
    const { createMCPClient } = recordingFactory();
    const agent = callingAgent('mcp__mcp-1__lookup');
    const server = serve(agent, {
      actions: [{ name: 'act', handler: () => '' }],
      mcpServers: [{ endpoint: ENDPOINT }, { endpoint: 'https://other.example/', apiKey: 'o' }],
      createMCPClient,
    });
    const tools = [{ name: 'lookup', description: '', parameters: { type: 'object' } }];
    const run = await ask(server, { tools });
    expect(textOf(run.events)).toBe('Told: no key');
    expect(offeredTo(agent)).toEqual(['lookup', 'act', 'mcp__mcp-1__lookup', 'mcp__mcp-2__lookup']);
  });

  it.each([
    ['no list', { mcpServers: {} }, 'mcpServers must be an array'],
    ['no endpoint', { mcpServers: [{}] }, 'mcpServers[0] must be an object with an endpoint'],
    [
      'no address',
      { mcpServers: [{ endpoint: 'here' }] },
      'mcpServers[0].endpoint must be an http',
    ],
    [
      'a password',
      { mcpServers: [{ endpoint: 'https://ada:secret@mcp.test/' }] },
      'mcpServers[0].endpoint must not hold a user name or a password: use apiKey',
    ],
    ['no factory', { createMCPClient: {} }, 'createMCPClient must be a function'],
    ['no answer', { allowRequestMCPServers: 'yes' }, 'allowRequestMCPServers must be true, false'],
  ])('are refused at construction: %s', (_what, params, message) => {
    expect(() => new CopilotRuntime(params as never)).toThrow(message);
  });
});

describe('MCP servers that a browser names', () => {
  it.each(['mcpServers', 'mcpEndpoints'])(
    'as %s are ignored, and the run goes on [v1.defect.14]',
    async (field) => {
      const mcp = await serveMCP();
      const { logger, lines } = recordingLogger();
      const { createMCPClient, made } = recordingFactory();
      const forwardedProps = { [field]: [{ endpoint: mcp.url }] };
      for (const params of [{ logger }, { logger, createMCPClient }]) {
        const agent = callingAgent('lookup');
        const server = serve(agent, params);
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const run = await ask(server, { forwardedProps });
        expect(terminalOf(run.events).type).toBe('RUN_FINISHED');
        expect(offeredTo(agent)).toEqual([]);
        expect(server.errors).toEqual([]);
      }
      expect(mcp.requests).toEqual([]);
      expect(made).toEqual([]);
      expect(lines.join()).toContain('allowRequestMCPServers');
    },
  );

  it('are ignored in the properties of old clients as well [v1.defect.14]', async () => {
    const mcp = await serveMCP();
    const agent = callingAgent('lookup');
    const { runtime } = serve(agent);
    const handler = copilotRuntimeNodeHttpEndpoint({ runtime, endpoint: '/api/copilotkit' });
    const client = new LegacyClient((request) => handler(request));
    const mcpServers = [{ endpoint: mcp.url }];
    const properties = { mcpServers, mcpEndpoints: mcpServers };
    const data = { messages: [userText('Hello', 'u')], properties };
    const { status } = await client.generate(data, { properties });
    expect(status.code).toBe('Success');
    expect(offeredTo(agent)).toEqual([]);
    expect(mcp.requests).toEqual([]);
  });

  it.each([
    ['no list'],
    [7],
    [[null, 'x', {}, { endpoint: 7 }, { endpoint: 'file:///etc/passwd' }]],
  ])('never fail a run: %j [v1.defect.14]', async (mcpServers) => {
    const { createMCPClient, made } = recordingFactory();
    const agent = callingAgent('lookup');
    const server = serve(agent, { createMCPClient, allowRequestMCPServers: true });
    const run = await ask(server, { forwardedProps: { mcpServers } });
    expect(terminalOf(run.events).type).toBe('RUN_FINISHED');
    expect(made).toEqual([]);
  });

  it('are connected to where that is allowed, instead of those of the runtime at the same address', async () => {
    const { createMCPClient, made } = recordingFactory();
    const agent = callingAgent('lookup');
    const server = serve(agent, {
      mcpServers: [{ endpoint: ENDPOINT, apiKey: 'of the runtime' }],
      createMCPClient,
      allowRequestMCPServers: true,
    });
    const mcpServers = [
      { endpoint: ENDPOINT, apiKey: 'of the page', surplus: true },
      { endpoint: 'https://more.example/' },
    ];
    const run = await ask(server, { forwardedProps: { mcpServers } });
    expect(textOf(run.events)).toBe('Told: of the page');
    expect(made).toEqual([
      { endpoint: ENDPOINT, apiKey: 'of the page' },
      { endpoint: 'https://more.example/' },
    ]);
    expect(offeredTo(agent)).toEqual(['lookup', 'mcp__mcp-2__lookup']);
  });

  it('are let in one by one by a function, which knows the request', async () => {
    const { createMCPClient, made } = recordingFactory();
    const server = serve(callingAgent('lookup'), {
      createMCPClient,
      allowRequestMCPServers: async ({ endpoint }, { properties }) =>
        endpoint.startsWith('https://good.') && properties['user'] === 'ada',
    });
    const mcpServers = [
      { endpoint: 'https://good.example/' },
      { endpoint: 'https://evil.example/' },
    ];
    await ask(server, { forwardedProps: { mcpServers, user: 'bob' } });
    expect(made).toEqual([]);
    await ask(server, { forwardedProps: { mcpServers, user: 'ada' } });
    expect(made).toEqual([{ endpoint: 'https://good.example/' }]);
  });

  it('are ignored where that function fails, which is reported', async () => {
    const { createMCPClient, made } = recordingFactory();
    const server = serve(callingAgent('lookup'), {
      createMCPClient,
      allowRequestMCPServers: () => {
        throw new Error('no list');
      },
    });
    const forwardedProps = { mcpServers: [{ endpoint: 'https://good.example/' }] };
    const run = await ask(server, { forwardedProps });
    expect(terminalOf(run.events).type).toBe('RUN_FINISHED');
    expect(made).toEqual([]);
    expect(server.errors).toHaveLength(1);
  });
});
