import { createOpenAI } from '@ai-sdk/openai';
import { streamText } from 'ai6';
import { BuiltInAgent, type BuiltInAgentClassicConfig } from '@flightdeck/agent';
import {
  callTool,
  modelAnswers,
  sayText,
  serveFetchHandler,
  type McpFault,
} from '@flightdeck/testing';
import { CLIENT_1 } from '../support/clients.js';
import type { ClientRun } from '../support/http-client.js';
import { recordingLogger } from '../support/recording-logger.js';
import { AgentBench, expectSuccess } from './support/agent-bench.js';
import { KEY, type Conversation } from './support/conversation.js';
import { PROVIDERS } from './support/providers.js';
import { finish, scriptedModel, text } from './support/scripted-model.js';

const SENT = {
  authorization: 'Bearer secret-of-the-user',
  cookie: 'session=secret-cookie',
  'x-custom': 'secret-custom',
  'x-tenant': 'secret-tenant',
};
type Name = keyof typeof SENT;

/** Even a runtime that lets everything through to its agents. */
const runtime = { forwardHeaders: { allow: Object.keys(SENT) } };
const ANSWERED = modelAnswers([sayText('Well')]);

/** Names of the sent headers whose values somebody has got, in whatever header. */
function leaked(requests: readonly { readonly headers: unknown }[]): string[] {
  const got = JSON.stringify(requests.map(({ headers }) => headers));
  return Object.entries(SENT).flatMap(([name, value]) => (got.includes(value) ? [name] : []));
}

const LISTS: readonly (readonly [listed: readonly Name[]])[] = [
  [[]],
  [['authorization']],
  [['x-custom', 'cookie']],
];

const FAILURES = ([401, 500] as const).flatMap((status) =>
  (['production', 'development'] as const).map((environment) => [status, environment] as const),
);

let bench: AgentBench;
beforeEach(async () => {
  bench = await AgentBench.start(CLIENT_1);
});
afterEach(() => bench.close());

describe.each(PROVIDERS.map((provider) => [provider.name, provider] as const))(
  'the headers of a request reach %s',
  (_provider, provider) => {
    it.each(LISTS)('as far as they are listed: %j [defect.issue-6491]', async (forwardHeaders) => {
      const conversation = await bench.converse({
        provider,
        runtime,
        headers: SENT,
        config: { forwardHeaders },
      });
      bench.models.script(ANSWERED);
      expectSuccess(await conversation.say('go'));
      await bench.expectNextTurn(conversation);
      expect(bench.models.requests).toHaveLength(2);
      for (const request of bench.models.requests) {
        expect(new Set(leaked([request]))).toEqual(new Set(forwardHeaders));
      }
      expect(JSON.stringify(bench.models.requests.map(({ body }) => body))).not.toContain(
        'secret-',
      );
    });

    it.each(FAILURES)(
      'and neither they nor its key are told when it repeats them all in a refusal with %i, in %s [leak.failures]',
      async (status, environment) => {
        const provided = await EchoServer.start(status);
        const conversation = await bench.converse({
          provider,
          runtime,
          headers: SENT,
          config: {
            baseURL: `${provided.origin}${provider.path}`,
            headers: { 'x-gateway': 'secret-of-gateway' },
            forwardHeaders: ['authorization', 'cookie'],
            environment,
          },
        });
        const run = await conversation.say('go');
        await provided.close();
        expect(run.runErrors).toHaveLength(1);
        expect(provided.echoed).toContain('secret-of-gateway');
        expect(provided.echoed).toContain(SENT.cookie);
        expectNoSecrets(run, conversation);
      },
    );
  },
);

describe('a factory of the agent whose provider repeats its key', () => {
  it.each(FAILURES)(
    'in a refusal with %i tells nobody, in %s [leak.failures]',
    async (status, environment) => {
      const provided = await EchoServer.start(status);
      const { logger, lines } = recordingLogger();
      const openai = createOpenAI({ apiKey: KEY, baseURL: `${provided.origin}/v1` });
      const agent = new BuiltInAgent({
        type: 'aisdk',
        environment,
        logger,
        factory: ({ abortSignal }) =>
          streamText({
            model: openai.chat('gpt-4o'),
            prompt: 'PRIVATE question',
            maxRetries: 0,
            abortSignal,
            // The SDK prints whatever it is not told to hand over.
            onError: () => undefined,
          }),
      });
      const conversation = await bench.talkTo(agent, { headers: SENT, runtime, log: lines });
      const run = await conversation.say('go');
      await provided.close();
      expect(run.runErrors).toHaveLength(1);
      expect(provided.echoed).toContain(KEY);
      expectNoSecrets(run, conversation);
    },
  );
});

describe.each(['http', 'sse'] as const)(
  'the headers of a request reach an MCP server over %s',
  (type) => {
    it.each(LISTS)('as far as it lists them: %j [leak.mcp]', async (forwardHeaders) => {
      const server = await bench.mcpServer({ tools: [{ name: 'find', answer: () => 'found' }] });
      const url = type === 'http' ? server.url : server.sseUrl;
      const conversation = await bench.converse({
        runtime,
        headers: SENT,
        config: { mcpServers: [{ type, url, forwardHeaders }] },
      });
      bench.models.script(modelAnswers([callTool('find', {}, { id: 'c1' })]), ANSWERED);
      expectSuccess(await conversation.say('go'));
      expect(conversation.shown()).toContain('tool c1: found');
      expect(new Set(leaked(server.requests))).toEqual(new Set(forwardHeaders));
      expect(leaked(bench.models.requests)).toEqual([]);
      await bench.expectNextTurn(conversation);
    });
  },
);

describe('the headers of a request', () => {
  it.each(LISTS)(
    'reach a server of MCP apps as far as it lists them: %j [leak.mcp-apps]',
    async (forwardHeaders) => {
      const meta = { ui: { resourceUri: 'ui://maps/map.html' } };
      const server = await bench.mcpServer({
        tools: [{ name: 'show_map', _meta: meta, answer: () => 'shown' }],
      });
      const conversation = await bench.converse({
        headers: SENT,
        runtime: {
          ...runtime,
          mcpApps: { servers: [{ type: 'http', url: server.url, forwardHeaders }] },
        },
      });
      bench.models.script(modelAnswers([callTool('show_map', {}, { id: 'c1' })]));
      expectSuccess(await conversation.say('go'));
      expect(server.received('tools/call')).toHaveLength(1);
      expect(new Set(leaked(server.requests))).toEqual(new Set(forwardHeaders));
      expect(leaked(bench.models.requests)).toEqual([]);
      await bench.expectNextTurn(conversation);
    },
  );

  it('reach no server of attachments, listed or not [leak.attachments]', async () => {
    const fetched: { readonly url: string; readonly headers: unknown }[] = [];
    const model = scriptedModel([...text('t', 'Nice'), finish()]);
    const conversation = await bench.converse({
      headers: SENT,
      runtime,
      config: {
        model,
        forwardHeaders: Object.keys(SENT),
        headers: { 'x-api-key': KEY },
        fetch: (target, init) => {
          fetched.push({
            url: new Request(target).url,
            headers: [...new Headers(init?.headers)],
          });
          return Promise.resolve(new Response('hi', { headers: { 'content-type': 'image/png' } }));
        },
      },
    });
    const source = { type: 'url', value: 'https://files.example.com/a.png', mimeType: 'image/png' };
    const content = [
      { type: 'text', text: 'look' },
      { type: 'image', source },
    ];
    conversation.agent.addMessage({ id: 'u0', role: 'user', content: content as never });
    expectSuccess(await conversation.run());
    expect(fetched).toEqual([{ url: 'https://files.example.com/a.png', headers: [] }]);
    expect(JSON.stringify(model.asked)).toContain('image/png');
  });

  it.each<McpFault>(['echo-headers', 'unauthorized', 'html-500'])(
    'and keys are not told when an MCP server fails by %s [leak.failures]',
    async (fault) => {
      const server = await bench.mcpServer();
      server.fail('initialize', fault);
      const mcpServers: BuiltInAgentClassicConfig['mcpServers'] = [
        {
          type: 'http',
          url: `${server.url}?key=${KEY}`,
          headers: { 'x-api-key': KEY },
          forwardHeaders: ['authorization', 'cookie'],
        },
      ];
      const conversation = await bench.converse({ runtime, headers: SENT, config: { mcpServers } });
      bench.models.script(ANSWERED);
      const run = await conversation.say('go');
      expectSuccess(run);
      expect(server.received('initialize').length).toBeGreaterThan(0);
      expectNoSecrets(run, conversation);
      await bench.expectNextTurn(conversation);
    },
  );
});

function expectNoSecrets(run: ClientRun, { log, served }: Conversation): void {
  const told = [run.events, log, served.log].map((part) => JSON.stringify(part, withErrors));
  const everything = [...told, ...bench.guard.lines, String(run.rejection)].join('\n');
  for (const secret of [KEY, 'secret-', 'PRIVATE', '<html', '<h1'])
    expect(everything).not.toContain(secret);
}

/** Errors have no fields that JSON would tell. */
function withErrors(_name: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { message, stack, cause } = value;
  return { ...(value as object), message, stack, cause };
}

/** Refuses everything with all that it was sent: as JSON with 401, as a page with 500. */
class EchoServer {
  echoed = '';
  readonly #status: 401 | 500;
  #server: Awaited<ReturnType<typeof serveFetchHandler>> | undefined;

  private constructor(status: 401 | 500) {
    this.#status = status;
  }

  static async start(status: 401 | 500): Promise<EchoServer> {
    const echo = new EchoServer(status);
    echo.#server = await serveFetchHandler((request) => Promise.resolve(echo.#refuse(request)));
    return echo;
  }

  get origin(): string {
    return this.#server?.origin ?? '';
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  #refuse(request: Request): Response {
    const sent = [...request.headers].map((pair) => pair.join(': ')).join('; ');
    const message = `Refused: ${sent} ${request.url} ${KEY}`;
    this.echoed += message;
    const status = this.#status;
    if (status === 401) return Response.json({ error: { message, code: 401 } }, { status });
    const headers = { 'content-type': 'text/html' };
    return new Response(`<html><h1>${message}</h1></html>`, { status, headers });
  }
}
