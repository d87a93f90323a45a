import { createMCPPool } from '@flightdeck/mcp';
import { McpTestServer, until, withDeadline, type McpTestTool } from '@flightdeck/testing';
import { jsonSchema as jsonSchema6, tool as tool6 } from 'ai6';
import { z } from 'zod';
import { createAgentMCPPool } from '../src/mcp/agent-mcp-pool.js';
import type { MCPClientProvider } from '../src/mcp/mcp-options.js';
import {
  loadMCPTools,
  type LoadedMCPTools,
  type LoadMCPToolsOptions,
} from '../src/mcp/mcp-tools.js';
import { createRunState } from '../src/tools/run-state.js';
import { callTool } from '../src/tools/call-tool.js';
import type { ToolOutcome } from '../src/tools/tool-outcome.js';

const ECHO: McpTestTool = {
  name: 'echo',
  description: 'Says it again',
  inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
  answer: ({ text }) => `You said ${String(text)}`,
};

const closables: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const closable of closables.splice(0).toReversed()) await closable.close();
});

async function serve(tools: readonly McpTestTool[] = [ECHO]): Promise<McpTestServer> {
  const server = await McpTestServer.start({ tools });
  closables.push(server);
  return server;
}

async function load(options: LoadMCPToolsOptions): Promise<LoadedMCPTools> {
  const loaded = await withDeadline(loadMCPTools(options), 'the tools');
  closables.push(loaded);
  return loaded;
}

async function call(
  loaded: LoadedMCPTools,
  toolName: string,
  input: unknown,
): Promise<ToolOutcome> {
  const tool = loaded.tools.find(({ name }) => name === toolName);
  const outcome = await callTool(
    tool,
    { toolCallId: 'call-1', toolName, input: JSON.stringify(input) },
    {
      context: {
        threadId: 't',
        runId: 'r',
        agentId: 'a',
        headers: {},
        forwardedProps: undefined,
      },
      state: createRunState({}, () => undefined),
      signal: new AbortController().signal,
      redact: () => 'redacted',
    },
  );
  if (outcome === null) throw new Error('Nobody answered');
  return outcome;
}

function namesOf({ tools }: LoadedMCPTools): readonly string[] {
  return tools.map(({ name }) => name);
}

describe('loadMCPTools with servers', () => {
  it('offers the tools of a server and runs them [mcp.results]', async () => {
    const server = await serve();
    const loaded = await load({ servers: [{ type: 'http', url: server.url }] });
    expect(loaded.warnings).toEqual([]);
    expect(loaded.tools[0]).toMatchObject({
      name: 'echo',
      origin: 'mcp',
      description: 'Says it again',
      inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
    });
    expect(await call(loaded, 'echo', { text: 'hi' })).toMatchObject({ content: 'You said hi' });
  });

  it.each([
    ['silent', 'timeout'],
    ['die', 'connect_failed'],
    ['garbage', 'protocol'],
    ['unauthorized', 'unauthorized'],
    ['oversized', 'too_large'],
  ] as const)(
    'keeps the other tools when a server is %s, and warns [mcp.degrade]',
    async (fault, code) => {
      const [good, bad] = [await serve(), await serve()];
      bad.fail('tools/list', fault);
      const logged: unknown[] = [];
      const loaded = await load({
        servers: [
          { type: 'http', url: `${bad.url}?key=secret`, serverId: 'bad' },
          { type: 'sse', url: good.sseUrl },
        ],
        options: { connectTimeoutMs: 1_500 },
        logger: {
          debug: () => undefined,
          warn: (...line) => logged.push(line),
          error: () => undefined,
        },
      });
      expect(namesOf(loaded)).toEqual(['echo']);
      expect(loaded.warnings).toEqual([
        { serverId: 'bad', code, message: expect.stringContaining('bad') as string },
      ]);
      expect(logged).toHaveLength(1);
      expect(JSON.stringify([loaded.warnings, logged])).not.toContain('secret');
    },
  );

  it('connects to all servers at the same time [mcp.parallel]', async () => {
    const servers = [await serve(), await serve(), await serve()];
    const gates = servers.map((server) => server.hold('initialize'));
    const loading = load({ servers: servers.map(({ url }) => ({ type: 'http', url })) });
    await until(
      () => servers.every((server) => server.received('initialize').length === 1),
      'all to be asked before any has answered',
    );
    for (const gate of gates) gate.open();
    expect((await loading).tools).toHaveLength(3);
  });

  it('offers what the lists allow [mcp.policy]', async () => {
    const tools = ['read', 'write', 'drop'].map((name) => ({ name }));
    const { url } = await serve(tools);
    const allowed = { type: 'http', url, allow: ['read', 'drop'], deny: ['drop'] } as const;
    expect(namesOf(await load({ servers: [allowed] }))).toEqual(['read']);
    const denied = { type: 'http', url, deny: ['drop'] } as const;
    expect(namesOf(await load({ servers: [denied] }))).toEqual(['read', 'write']);
  });

  it('lets no server take the name of another tool [mcp.shadowing]', async () => {
    const [one, two] = [await serve(), await serve([ECHO, { name: 'AGUISendStateSnapshot' }])];
    const loaded = await load({
      servers: [
        { type: 'http', url: one.url, serverId: 'one' },
        { type: 'http', url: two.url, serverId: 'two' },
      ],
      reservedNames: ['echo'],
    });
    expect(namesOf(loaded)).toEqual([
      'mcp__one__echo',
      'mcp__two__echo',
      'mcp__two__AGUISendStateSnapshot',
    ]);
    await call(loaded, 'mcp__two__echo', { text: 'x' });
    expect(two.received('tools/call')[0]?.message?.['params']).toMatchObject({ name: 'echo' });
  });

  it('names servers to browsers and models without their hosts [mcp.addresses]', async () => {
    const [good, twin, bad] = [await serve(), await serve(), await serve()];
    bad.fail('initialize', 'die');
    const loaded = await load({
      servers: [good, twin, bad].map(({ url }) => ({ type: 'http', url })),
      logger: { debug: () => undefined, warn: () => undefined, error: () => undefined },
    });
    expect(namesOf(loaded)).toEqual(['echo', 'mcp__mcp-2__echo']);
    expect(loaded.warnings).toMatchObject([{ serverId: 'mcp-3' }]);
    expect(JSON.stringify(loaded.warnings)).not.toContain('127.0.0.1');
  });

  it.each(['__proto__', 'constructor', 'prototype'])(
    'never offers a tool under the name %s [mcp.shadowing]',
    async (name) => {
      const { url } = await serve([{ name }]);
      const loaded = await load({ servers: [{ type: 'http', url }] });
      expect(namesOf(loaded)).toEqual([`mcp__mcp-1__${name}`]);
      const args = JSON.parse('{"__proto__":{"polluted":true}}') as unknown;
      expect(await call(loaded, `mcp__mcp-1__${name}`, args)).toMatchObject({
        content: expect.stringContaining('polluted') as string,
      });
      expect({}).not.toHaveProperty('polluted');
    },
  );

  it('sends a server the headers of the run that it is to get, and no others [mcp.headers]', async () => {
    const server = await serve();
    const headers = { authorization: 'Bearer ann', 'x-user': 'ann', cookie: 'session=1' };
    await load({
      servers: [{ type: 'http', url: server.url, forwardHeaders: ['x-user'] }],
      headers,
    });
    expect(server.requests.length).toBeGreaterThan(0);
    for (const request of server.requests) {
      expect(request.headers['x-user']).toBe('ann');
      expect(request.headers).not.toHaveProperty('authorization');
      expect(request.headers).not.toHaveProperty('cookie');
    }
  });

  it('tells the model what a failed tool said [mcp.results]', async () => {
    const answer = (): object => ({
      content: [{ type: 'text', text: 'No such row' }],
      isError: true,
    });
    const { url } = await serve([
      { name: 'find', answer: answer as NonNullable<McpTestTool['answer']> },
    ]);
    const loaded = await load({ servers: [{ type: 'http', url }] });
    expect(await call(loaded, 'find', {})).toMatchObject({
      error: { code: 'tool_failed', message: 'No such row' },
    });
  });

  it('hands images to the model [mcp.results]', async () => {
    const image = { type: 'image', data: 'AAAA', mimeType: 'image/png' };
    const { url } = await serve([{ name: 'draw', answer: () => ({ content: [image] }) }]);
    const loaded = await load({ servers: [{ type: 'http', url }] });
    expect(await call(loaded, 'draw', {})).toMatchObject({
      output: {
        type: 'content',
        value: [{ type: 'file', mediaType: 'image/png', data: 'AAAA' }],
      },
    });
  });

  it('fails a call that the server does not answer [mcp.timeouts]', async () => {
    const server = await serve();
    const loaded = await load({
      servers: [{ type: 'http', url: server.url }],
      options: { callTimeoutMs: 50 },
    });
    server.fail('tools/call', 'silent');
    expect(await withDeadline(call(loaded, 'echo', {}), 'the failure')).toMatchObject({
      error: { code: 'tool_timeout' },
    });
  });

  it('redacts failures of the server, but tells the model of refused arguments', async () => {
    const server = await serve();
    const loaded = await load({ servers: [{ type: 'http', url: server.url }] });
    server.fail('tools/call', 'html-500');
    expect((await call(loaded, 'echo', {})).error).toEqual({
      code: 'tool_failed',
      message: 'redacted',
    });
    server.fail('tools/call', undefined);
    server.tools = [];
    expect((await call(loaded, 'echo', {})).error?.code).toBe('invalid_arguments');
  });

  it('takes only objects as arguments', async () => {
    const server = await serve();
    const loaded = await load({ servers: [{ type: 'http', url: server.url }] });
    expect((await call(loaded, 'echo', 'text')).error?.code).toBe('invalid_arguments');
    expect(server.received('tools/call')).toHaveLength(0);
  });

  it('survives a tool whose schema has no end', async () => {
    const endless = {
      name: 'endless',
      inputSchema: {
        type: 'object',
        anyOf: [{ $ref: '#/$defs/a' }],
        $defs: { a: { anyOf: [{ $ref: '#/$defs/a' }] } },
      },
    };
    const { url } = await serve([endless, ECHO]);
    expect(namesOf(await load({ servers: [{ type: 'http', url }] }))).toContain('echo');
  });

  it('rejects with the reason when the run is stopped, and holds nothing', async () => {
    const [silent, good] = [await serve(), await serve()];
    silent.fail('initialize', 'silent');
    const leaving = new AbortController();
    const loading = loadMCPTools({
      servers: [
        { type: 'http', url: silent.url },
        { type: 'http', url: good.url },
      ],
      signal: leaving.signal,
    });
    const rejected = loading.catch((error: unknown) => error);
    await until(() => good.received('tools/list').length === 1, 'the good one to be asked');
    leaving.abort(new Error('stopped'));
    expect(await withDeadline(rejected, 'the rejection')).toEqual(new Error('stopped'));
    await until(() => good.sessions.size === 0, 'the session to be ended');
  });

  it('ends its connections with the run unless a pool keeps them [mcp.cache]', async () => {
    const server = await serve();
    const servers = [{ type: 'http', url: server.url }] as const;
    const alone = await load({ servers });
    await alone.close();
    expect(server.sessions.size).toBe(0);
    const pool = createMCPPool();
    closables.push(pool);
    for (let run = 0; run < 3; run += 1) await (await load({ servers, pool })).close();
    expect(server.received('initialize')).toHaveLength(2);
    expect(server.received('tools/list')).toHaveLength(2);
  });

  it('keeps no pool for an agent that caches for one run', () => {
    expect(createAgentMCPPool({ cache: 'run' })).toBeUndefined();
  });
});

describe('loadMCPTools with clients of the application', () => {
  const weather = tool6({
    description: 'Tells the weather',
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => `Sunny in ${city}`,
  });

  it('takes tools as the AI SDK makes them [mcp.clients]', async () => {
    const seen: unknown[] = [];
    const raw = tool6({
      inputSchema: jsonSchema6({ type: 'object', properties: { n: { type: 'number' } } }),
      execute: (input, { toolCallId, messages, abortSignal }) => {
        seen.push({ input, toolCallId, messages, signal: abortSignal instanceof AbortSignal });
        return { content: [{ type: 'text', text: 'done' }] };
      },
    });
    const loaded = await load({ clients: [{ tools: async () => ({ weather, raw }) }] });
    expect(loaded.tools.map(({ inputSchema }) => inputSchema['properties'])).toEqual([
      { city: { type: 'string' } },
      { n: { type: 'number' } },
    ]);
    expect((await call(loaded, 'weather', { city: 'Rome' })).content).toBe('Sunny in Rome');
    expect((await call(loaded, 'raw', { n: 1 })).content).toBe('done');
    expect(seen).toEqual([{ input: { n: 1 }, toolCallId: 'call-1', messages: [], signal: true }]);
  });

  it('puts clients before servers', async () => {
    const server = await serve();
    const loaded = await load({
      clients: [{ tools: async () => ({ echo: weather }) }],
      servers: [{ type: 'http', url: server.url, serverId: 'docs' }],
    });
    expect(namesOf(loaded)).toEqual(['echo', 'mcp__docs__echo']);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('secret'))],
    [
      'throws',
      () => {
        throw new Error('secret');
      },
    ],
    ['gives nothing', async () => undefined],
  ])('warns when a client %s, and keeps the others [mcp.degrade]', async (_title, tools) => {
    const bad = { tools: tools as unknown as MCPClientProvider['tools'] };
    const loaded = await load({ clients: [bad, { tools: async () => ({ weather }) }] });
    expect(namesOf(loaded)).toEqual(['weather']);
    expect(loaded.warnings).toMatchObject([{ serverId: 'mcpClients[0]', code: 'client_failed' }]);
    expect(JSON.stringify(loaded.warnings)).not.toContain('secret');
  });

  it('gives up a client that says nothing [mcp.timeouts]', async () => {
    const silent = { tools: () => new Promise<never>(() => undefined) };
    const loaded = await load({ clients: [silent], options: { connectTimeoutMs: 20 } });
    expect(loaded.warnings).toMatchObject([{ code: 'timeout' }]);
  });
});
