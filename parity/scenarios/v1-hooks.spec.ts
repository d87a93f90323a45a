import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AbstractAgent, type RunAgentInput } from '@ag-ui/client';
import {
  ActionExecutionMessage,
  copilotRuntimeNodeHttpEndpoint,
  CopilotRuntime,
  TextMessage,
  type CopilotRuntimeConstructorParams,
  type OnAfterRequestOptions,
  type OnBeforeRequestOptions,
} from '@flightdeck/runtime-v1';
import { memoryThreads, type StoreEngine } from '@flightdeck/store';
import { sqliteThreads } from '@flightdeck/store-sqlite';
import {
  answer,
  collectRun,
  createGate,
  jsonOf,
  listenOnLoopback,
  runBodySaying,
  RuntimeClient,
  runStarted,
  ScriptedAgent,
  SseReader,
  terminalOf,
  textDelta,
  textOf,
  textStart,
  until,
  withDeadline,
  type LoopbackServer,
} from '@flightdeck/testing';
import { from } from 'rxjs';
import { verifies } from '../verifies.js';

/** An agent on the AG-UI client, which the runtime drives without its reducer. */
class EchoAgent extends AbstractAgent {
  override run(input: RunAgentInput): ReturnType<AbstractAgent['run']> {
    const last: unknown = input.messages.at(-1)?.content;
    const said = typeof last === 'string' ? last : '';
    // The class of another copy of rxjs.
    return from(answer(input, `You said ${said}`)) as unknown as ReturnType<AbstractAgent['run']>;
  }
}

const closing: (() => Promise<unknown>)[] = [];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flightdeck-v1-hooks-'));
});

afterAll(async () => {
  for (const close of closing.toReversed()) await close();
  await rm(folder, { recursive: true, force: true });
});

const STORES: Readonly<Record<string, () => StoreEngine>> = {
  memory: () => memoryThreads(),
  sqlite: () => sqliteThreads({ file: join(folder, 'threads.db') }),
};

/** One server for both transports, whose hooks the tests set. */
async function serve(
  params: CopilotRuntimeConstructorParams,
): Promise<{ clients: readonly RuntimeClient[]; runtime: CopilotRuntime }> {
  const runtime = new CopilotRuntime({ environment: 'development', ...params });
  const handler = copilotRuntimeNodeHttpEndpoint({ runtime, endpoint: '/api/copilotkit' });
  const server: LoopbackServer = await listenOnLoopback(
    createServer((req, res) => void handler(req, res)),
  );
  closing.push(
    () => runtime.shutdown({ graceMs: 0 }),
    () => server.close(),
  );
  const clients = (['rest', 'single'] as const).map(
    (transport) =>
      new RuntimeClient({
        baseUrl: `${server.origin}/api/copilotkit`,
        transport,
        headers: { referer: 'http://page.test/' },
      }),
  );
  return { clients, runtime };
}

for (const [store, threads] of Object.entries(STORES)) {
  describe(`hooks of the v1 API, threads in ${store}`, () => {
    const before: OnBeforeRequestOptions[] = [];
    const after: OnAfterRequestOptions[] = [];
    const stopped: unknown[] = [];
    const observed: { readonly name: string; readonly data: object }[] = [];
    const observe = (name: string) => (data: object) => void observed.push({ name, data });
    let gate = createGate();
    let clients: readonly RuntimeClient[];

    beforeAll(async () => {
      ({ clients } = await serve({
        threads: threads(),
        agents: {
          default: new EchoAgent(),
          slow: new ScriptedAgent(async function* slow({ input }) {
            yield runStarted(input);
            yield textStart('m');
            yield textDelta('m', 'Well');
            await new Promise(() => undefined);
          }),
        },
        onDisconnect: 'cancel',
        middleware: {
          onBeforeRequest(options) {
            before.push(options);
            const last = options.inputMessages.at(-1);
            if (last?.isTextMessage()) last.content = last.content.replace('secret', '***');
          },
          async onAfterRequest(options) {
            after.push(options);
            await gate.opened;
          },
        },
        onStopGeneration: (options) => void stopped.push(options),
        observability_c: {
          enabled: true,
          progressive: true,
          hooks: {
            handleRequest: observe('request'),
            handleResponse: observe('response'),
            handleError: observe('error'),
          },
        },
      }));
    });

    beforeEach(() => {
      gate = createGate();
      for (const list of [before, after, stopped, observed]) list.length = 0;
    });

    verifies(
      'v1.defect.01',
      'onBeforeRequest is told the run as v1 messages, and the agent what it makes of them',
      async () => {
        gate.open();
        for (const client of clients) {
          const forwardedProps = { userId: 7 };
          const messages = [
            { id: 'q', role: 'user', content: 'Find it' },
            {
              id: 'a',
              role: 'assistant',
              toolCalls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
            },
            { id: 't', role: 'tool', toolCallId: 'c', content: 'found' },
            { id: 'u', role: 'user', content: 'My secret' },
          ];
          const body = runBodySaying('', { forwardedProps, messages });
          const run = await collectRun(await client.run('default', body));
          expect(textOf(run.events)).toBe('You said My ***');
          const told = before.at(-1);
          expect(told).toMatchObject({
            threadId: body.threadId,
            runId: body.runId,
            properties: { userId: 7 },
            url: 'http://page.test/',
          });
          const [first, call, result] = told?.inputMessages ?? [];
          expect(first).toBeInstanceOf(TextMessage);
          expect(call).toBeInstanceOf(ActionExecutionMessage);
          expect(result).toMatchObject({ actionName: 'f', result: 'found' });
        }
        expect(before).toHaveLength(clients.length);
      },
    );

    verifies(
      'v1.defect.02',
      'onAfterRequest is awaited before the run ends, and called for runs alone',
      async () => {
        for (const client of clients) {
          gate = createGate();
          after.length = 0;
          const body = runBodySaying('Hello', { forwardedProps: { userId: 7 } });
          const reader = new SseReader(await client.run('default', body));
          await reader.readTo('TEXT_MESSAGE_END');
          await until(() => after.length > 0, 'onAfterRequest');
          const end = reader.nextEvent();
          // Long enough for the end of the run to arrive, had it been told.
          const other = collectRun(await client.connect('slow', runBodySaying('Hello')));
          expect(await Promise.race([end, other.then(() => 'open')])).toBe('open');
          gate.open();
          expect((await withDeadline(end, 'the end of the run'))?.type).toBe('RUN_FINISHED');
          expect(after).toEqual([
            {
              threadId: body.threadId,
              runId: body.runId,
              inputMessages: [expect.objectContaining({ role: 'user', content: 'Hello' })],
              outputMessages: [
                expect.objectContaining({ role: 'assistant', content: 'You said Hello' }),
              ],
              properties: { userId: 7 },
              url: 'http://page.test/',
            },
          ]);
          await jsonOf(await client.info());
          await jsonOf(await client.run('nobody', runBodySaying('Hello')), 404);
          await jsonOf(await client.stop('default', body.threadId));
          const replay = await collectRun(
            await client.connect('default', { ...body, messages: [] }),
          );
          expect(textOf(replay.events)).toBe('You said Hello');
          expect(after).toHaveLength(1);
        }
      },
    );

    verifies(
      'v1.defect.12',
      'a stop, and a client that leaves where that is to end the run, reach agent and onStopGeneration',
      async () => {
        for (const client of clients) {
          stopped.length = 0;
          const { threadId, runId, ...rest } = runBodySaying('Hello');
          const reader = new SseReader(await client.run('slow', { threadId, runId, ...rest }));
          await reader.readTo('TEXT_MESSAGE_CONTENT');
          await jsonOf(await client.stop('slow', threadId));
          expect(terminalOf(await reader.restOfEvents()).type).toBe('RUN_FINISHED');
          const told = {
            agentName: 'slow',
            url: 'http://page.test/',
            lastMessage: expect.objectContaining({ content: 'Well' }),
          };
          expect(stopped).toEqual([{ threadId, runId, ...told }]);
          const leave = new AbortController();
          const second = runBodySaying('Hello');
          const leaving = new SseReader(await client.run('slow', second, { signal: leave.signal }));
          await leaving.readTo('TEXT_MESSAGE_CONTENT');
          leave.abort();
          await until(() => stopped.length > 1, 'onStopGeneration');
          expect(stopped[1]).toEqual({ threadId: second.threadId, runId: second.runId, ...told });
          expect(after).toEqual([]);
        }
      },
    );

    verifies('v1.defect.13', 'observability_c is told each run without a key', async () => {
      gate.open();
      for (const client of clients) {
        observed.length = 0;
        const { threadId, runId, ...rest } = runBodySaying('Hello');
        await collectRun(await client.run('default', { threadId, runId, ...rest }));
        const names = observed.map(({ name }) => name);
        expect(names).toEqual(['request', 'response', 'response', 'response', 'response']);
        for (const { data } of observed) expect(data).toMatchObject({ threadId, runId });
        expect(observed.at(-1)?.data).toMatchObject({
          isFinalResponse: true,
          output: [{ type: 'TextMessage', content: 'You said Hello' }],
        });
      }
    });
  });
}
