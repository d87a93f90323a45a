import { BasicAgent, BuiltInAgent, defineTool, type LanguageModel } from '@flightdeck/agent';
import { CLIENTS } from '../support/clients.js';
import { guardConsole, type ConsoleGuard } from '../support/console-guard.js';
import { httpClient, runClient, TRANSPORTS } from '../support/http-client.js';
import { serveRuntime, type ServedRuntime } from '../support/serve-runtime.js';
import { FRONTEND_TOOL, USER } from './support/run-scenarios.js';

let guard: ConsoleGuard;
let served: ServedRuntime;
beforeEach(() => {
  guard = guardConsole();
});
afterEach(async () => {
  guard.release();
  await served.close();
});

type Part = Readonly<Record<string, unknown>>;

const finish: Part = { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage: {} };

/** A model that numbers its blocks and calls anew in each answer, as some providers do. */
function modelOf(turns: readonly (readonly Part[])[]): LanguageModel {
  let asked = 0;
  return {
    specificationVersion: 'v3',
    provider: 'scripted',
    modelId: 'script',
    supportedUrls: {},
    doStream() {
      const parts = [...(turns[Math.min(asked, turns.length - 1)] ?? []), finish];
      asked += 1;
      const stream = new ReadableStream<unknown>({
        start(controller) {
          for (const part of parts) controller.enqueue(part);
          controller.close();
        },
      });
      return Promise.resolve({ stream });
    },
  };
}

const says = (text: string): readonly Part[] => [
  { type: 'reasoning-start', id: '0' },
  { type: 'reasoning-delta', id: '0', delta: 'Hm' },
  { type: 'reasoning-end', id: '0', providerMetadata: { scripted: { signature: 's' } } },
  { type: 'text-start', id: '1' },
  { type: 'text-delta', id: '1', delta: text },
  { type: 'text-end', id: '1' },
];

const calls = (toolName: string): readonly Part[] => [
  { type: 'tool-call', toolCallId: 'call_0', toolName, input: '{}' },
];

const time = defineTool({ name: 'time', description: 'Tells the time', execute: () => 'noon' });
const approve = defineTool({ name: 'approve', description: 'Asks a person', interrupt: true });

const ways = CLIENTS.flatMap((client) =>
  TRANSPORTS.map((transport) => [client.version, transport, client] as const),
);

describe.each(ways)('BuiltInAgent for HttpAgent %s over %s', (_, transport, version) => {
  const start = async (agent: BuiltInAgent) => {
    served = await serveRuntime({
      agents: { default: agent },
      mode: transport === 'rest' ? 'multi-route' : 'single-route',
    });
    return httpClient(version, {
      url: served.url,
      transport,
      threadId: 't1',
      initialMessages: [USER],
    });
  };
  const said = (messages: readonly { readonly role: string; readonly content?: unknown }[]) =>
    messages.map(({ role, content }) => [role, content ?? null]);

  it('answers with a language model, turn after turn [api.built-in-agent]', async () => {
    const model = modelOf([calls('time'), says('Noon'), calls('time'), says('Still noon')]);
    const client = await start(new BuiltInAgent({ model, tools: [time] }));
    const first = await runClient(client, { runId: 'r1' });
    expect(first.rejection).toBeUndefined();
    client.addMessage({ id: 'u2', role: 'user', content: 'And now?' });
    const second = await runClient(client, { runId: 'r2' });
    expect(second.rejection).toBeUndefined();
    const turn = (text: string) => [
      ['assistant', null],
      ['tool', 'noon'],
      ['reasoning', 'Hm'],
      ['assistant', text],
    ];
    expect(said(client.messages)).toEqual([
      ['user', USER.content],
      ...turn('Noon'),
      ['user', 'And now?'],
      ...turn('Still noon'),
    ]);
    guard.expectSilence();
  });

  it('waits for the browser’s tool, and goes on with its answer', async () => {
    const model = modelOf([calls(FRONTEND_TOOL.name), says('Teal it is')]);
    const client = await start(new BuiltInAgent({ model }));
    await runClient(client, { runId: 'r1', tools: [FRONTEND_TOOL] });
    const toolCallId = client.messages.at(-1)?.toolCalls?.[0]?.id ?? '';
    client.addMessage({ id: 'a1', role: 'tool', toolCallId, content: 'teal' });
    const { rejection } = await runClient(client, { runId: 'r2', tools: [FRONTEND_TOOL] });
    expect(rejection).toBeUndefined();
    expect(client.messages.at(-1)?.content).toBe('Teal it is');
    guard.expectSilence();
  });

  it('waits for a person, and goes on with the answer', async () => {
    const model = modelOf([calls('approve'), says('Done')]);
    const client = await start(new BuiltInAgent({ model, tools: [approve] }));
    await runClient(client, { runId: 'r1' });
    const resume = [{ interruptId: 'call_0', status: 'resolved', payload: { yes: true } }];
    const { rejection } = await runClient(client, { runId: 'r2', resume });
    expect(rejection).toBeUndefined();
    expect(said(client.messages).slice(1)).toEqual([
      ['assistant', null],
      ['tool', '{"yes":true}'],
      ['reasoning', 'Hm'],
      ['assistant', 'Done'],
    ]);
    guard.expectSilence();
  });
});

describe('BasicAgent', () => {
  it('answers like its successor [api.built-in-agent]', async () => {
    const logger = { debug: () => {}, warn: () => {}, error: () => {} };
    served = await serveRuntime({
      agents: { default: new BasicAgent({ model: modelOf([says('Hello')]), logger }) },
    });
    const client = httpClient(CLIENTS[0] as (typeof CLIENTS)[number], {
      url: served.url,
      transport: 'rest',
      threadId: 't1',
      initialMessages: [USER],
    });
    await runClient(client, { runId: 'r1' });
    expect(client.messages.at(-1)?.content).toBe('Hello');
  });
});
