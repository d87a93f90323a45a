import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { LLMock } from '@copilotkit/aimock';
import { BuiltInAgent } from '@flightdeck/agent';
import {
  callTool,
  listenOnLoopback,
  modelAnswers,
  ModelFaultServer,
  runBodySaying,
  runFinished,
  RuntimeClient,
  sayText,
  ScriptedAgent,
  toolCall,
  type ModelTurn,
  type LoopbackServer,
} from '@flightdeck/testing';
import { CLIENT_59 } from '../support/clients.js';
import { httpClient, runClient } from '../support/http-client.js';
import { serveRuntime, type ServedRuntime } from '../support/serve-runtime.js';
import { painter } from './examples/agui-middleware.js';
import { agent as approving } from './examples/approval.js';
import { app } from './examples/copilot.js';
import { agent as asking } from './examples/custom-factory.js';
import { house } from './examples/own-middleware.js';
import { asClientsSaw } from './examples/recorded-run.js';
import { agent as withTools } from './examples/tools.js';
import { app as documentedV1 } from './examples/v1.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): Promise<string> => readFile(`${ROOT}${path}`, 'utf8');

/** Which page shows which file. */
const SHOWN: readonly (readonly [page: string, file: string])[] = [
  ['README.md', 'copilot.ts'],
  ['docs/agent.md', 'copilot.ts'],
  ['docs/agent.md', 'tools.ts'],
  ['docs/agent.md', 'approval.ts'],
  ['docs/agent.md', 'custom-factory.ts'],
  ['docs/generative-ui.md', 'own-middleware.ts'],
  ['docs/generative-ui.md', 'recorded-run.ts'],
  ['docs/generative-ui.md', 'agui-middleware.ts'],
  ['docs/migrating-from-v1.md', 'v1.ts'],
];

const SANDBOXED = toolCall({
  id: 'c1',
  name: 'generateSandboxedUi',
  args: { html: '<p>Hi</p>' },
});

interface Interrupted {
  readonly outcome: {
    readonly interrupts: readonly {
      readonly id: string;
      readonly reason: string;
      readonly message: string;
    }[];
  };
}

describe('the documentation', () => {
  const closing: (() => Promise<unknown>)[] = [];
  const environment = { ...process.env };

  afterEach(async () => {
    process.env = { ...environment };
    await Promise.all(closing.splice(0).map((close) => close()));
  });

  async function serve(options: Parameters<typeof serveRuntime>[0]): Promise<ServedRuntime> {
    const served = await serveRuntime(options);
    closing.push(() => served.close());
    return served;
  }

  function useModels(origin: string): void {
    process.env['OPENAI_API_KEY'] = 'sk-docs';
    process.env['OPENAI_BASE_URL'] = `${origin}/v1`;
  }

  async function models(...turns: readonly ModelTurn[]) {
    const server = await ModelFaultServer.start(...turns);
    closing.push(() => server.close());
    useModels(server.origin);
    return server;
  }

  it.each(SHOWN)('shows in %s the file %s that this test runs', async (page, file) => {
    const code = await read(`parity/docs/examples/${file}`);
    expect(await read(page)).toContain(`\`\`\`ts\n${code}`);
  });

  it('shows a copilot in ten lines that answers an unmodified client', async () => {
    expect((await read('parity/docs/examples/copilot.ts')).trim().split('\n')).toHaveLength(9);
    const mock = new LLMock({ port: 0 });
    mock.onMessage('Where to?', { content: 'To Lisbon.' });
    await mock.start();
    const server: LoopbackServer = await listenOnLoopback(createServer(app));
    closing.push(
      () => mock.stop(),
      () => server.close(),
    );
    useModels(mock.url);
    const client = httpClient(CLIENT_59, { url: `${server.origin}/api/copilotkit` });
    client.addMessage({ id: 'u1', role: 'user', content: 'Where to?' });
    const run = await runClient(client);
    expect(run.rejection).toBeUndefined();
    expect(client.messages.at(-1)).toMatchObject({ role: 'assistant', content: 'To Lisbon.' });
    expect(JSON.stringify(mock.getRequests()[0]?.body)).toContain('You plan flights.');
  });

  it('shows tools of three schema libraries that check what they are given', async () => {
    const server = await models(
      modelAnswers([
        callTool('findFlights', { from: 'LIS', to: 'FRA' }, { id: 'a' }),
        callTool('findHotels', { town: 'Lisbon' }, { id: 'b' }),
        callTool('convertCurrency', { dollars: 10 }, { id: 'c' }),
      ]),
      modelAnswers([sayText('Done')]),
    );
    const { url } = await serve({ agents: { default: withTools } });
    const client = httpClient(CLIENT_59, { url });
    client.addMessage({ id: 'u1', role: 'user', content: 'Plan' });
    await runClient(client);
    const results = client.messages.flatMap(({ role, content }) =>
      role === 'tool' ? [JSON.parse(String(content)) as unknown] : [],
    );
    expect(results.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual([
      [{ id: 'LIS-FRA-7', seats: 1 }],
      { error: { code: 'invalid_arguments', message: expect.stringContaining('city') } },
      { euros: 9 },
    ]);
    expect(server.requests).toHaveLength(2);
  });

  it('shows tools that ask before they run and in the middle', async () => {
    await models(
      modelAnswers([
        callTool('refund', { euros: 20 }, { id: 'small' }),
        callTool('refund', { euros: 80 }, { id: 'large' }),
        callTool('bookSeat', {}, { id: 'seat' }),
      ]),
      modelAnswers([sayText('Done')]),
    );
    const { url } = await serve({ agents: { default: approving } });
    const client = httpClient(CLIENT_59, { url });
    client.addMessage({ id: 'u1', role: 'user', content: 'Refund' });
    const first = await runClient(client);
    const { interrupts } = (first.events.at(-1) as unknown as Interrupted).outcome;
    expect(interrupts.map(({ reason, message }) => [reason, message])).toEqual([
      ['tool_approval', 'Pay this back?'],
      [expect.any(String), 'Window or aisle?'],
    ]);
    const resume = interrupts.map(({ id }, index) => ({
      interruptId: id,
      status: 'resolved',
      payload: [{ approved: false, reason: 'Too much' }, 'window'][index],
    }));
    await runClient(client, { resume });
    const results = client.messages.filter(({ role }) => role === 'tool');
    expect(results.map(({ content }) => content)).toEqual([
      'Paid 20 euros',
      expect.stringContaining('Too much'),
      'Booked: window',
    ]);
    expect(client.messages.at(-1)).toMatchObject({ content: 'Done' });
  });

  it('shows a factory that asks and goes on with the answer', async () => {
    const { url } = await serve({ agents: { default: asking } });
    const client = httpClient(CLIENT_59, { url, threadId: 't1' });
    client.addMessage({ id: 'u1', role: 'user', content: 'A shirt' });
    const first = await runClient(client);
    expect(first.events.at(-1)).toMatchObject({
      outcome: { type: 'interrupt', interrupts: [{ id: 'size-t1', reason: 'size' }] },
    });
    const resume = [{ interruptId: 'size-t1', status: 'resolved', payload: 'L' }];
    await runClient(client, { resume });
    expect(client.messages.at(-1)).toMatchObject({ content: 'You have chosen "L".' });
  });

  it('shows a middleware that stands between clients and agents', async () => {
    const server = await models(
      modelAnswers([sayText('Your card 4111 1111 1111 1111 was charged.', 5)]),
    );
    const agent = new BuiltInAgent({ model: 'openai/gpt-4o' });
    const { url } = await serve({ agents: { default: agent }, middlewares: [house] });
    const client = httpClient(CLIENT_59, { url });
    client.addMessage({ id: 'u1', role: 'user', content: 'Pay' });
    await runClient(client);
    expect(client.messages.at(-1)).toMatchObject({
      content: 'Your card [card number] was charged.',
    });
    expect(JSON.stringify(server.requests[0]?.body)).toContain('The time');
  });

  it('shows how a stored run is told as clients saw it', () => {
    const input = { threadId: 't', runId: 'r', messages: [], tools: [], context: [] };
    const types = asClientsSaw(input, [
      { type: 'RUN_STARTED', threadId: 't', runId: 'r' },
      ...SANDBOXED,
      { type: 'RUN_FINISHED', threadId: 't', runId: 'r' },
    ]).map(({ type }) => type);
    expect(types).toContain('ACTIVITY_SNAPSHOT');
  });

  it('shows a middleware around an agent of AG-UI', async () => {
    const served = await serve({
      agents: { default: new ScriptedAgent(({ input }) => [...SANDBOXED, runFinished(input)]) },
    });
    const agent = painter(`${served.url}/agent/default/run`);
    const activities: unknown[] = [];
    await agent.runAgent({}, { onEvent: ({ event }) => void activities.push(event.type) });
    expect(activities).toContain('ACTIVITY_SNAPSHOT');
  });

  it('shows a server of version 1 whose action, hook and adapter work', async () => {
    const server = await models(
      modelAnswers([callTool('findFlights', { from: 'LIS', to: 'FRA' }, { id: 'a' })]),
      modelAnswers([sayText('Take LIS-FRA-7.')]),
    );
    const { origin, close } = await listenOnLoopback(createServer(documentedV1));
    closing.push(close);
    const url = `${origin}/copilotkit`;
    const refused = await new RuntimeClient({ baseUrl: url }).run('default', runBodySaying('Hi'));
    expect([refused.status, await refused.text()]).toEqual([402, 'No plan, no copilot']);
    const client = httpClient(CLIENT_59, { url });
    client.addMessage({ id: 'u1', role: 'user', content: 'Pay with 4111111111111111' });
    const run = await runClient(client, { forwardedProps: { plan: 'paid' } });
    expect(run.rejection).toBeUndefined();
    expect(client.messages.at(-1)).toMatchObject({ content: 'Take LIS-FRA-7.' });
    const [first, second] = server.requests;
    expect(first?.path).toBe('/v1/chat/completions');
    expect(JSON.stringify(first?.body)).toContain('Pay with (card)');
    expect(JSON.stringify(second?.body)).toContain('LIS-FRA-7');
  });
});
