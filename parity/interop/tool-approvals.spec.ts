import {
  BuiltInAgent,
  defineTool,
  type AnyToolDefinition,
  type BuiltInAgentClassicConfig,
} from '@flightdeck/agent';
import { CLIENTS, type AnyEvent, type HttpAgentInstance } from '../support/clients.js';
import { guardConsole, type ConsoleGuard } from '../support/console-guard.js';
import { httpClient, runClient, type ClientRun } from '../support/http-client.js';
import { postJson, runInput } from '../support/raw-calls.js';
import { serveRuntime, type ServedRuntime } from '../support/serve-runtime.js';
import { describeStores, type TestDatabase } from '../support/stores.js';
import { FRONTEND_TOOL } from './support/run-scenarios.js';
import { calls, modelOf, says } from './support/scripted-model.js';

/** The same on all instances, as an application would have it. */
const SECRET = 'a secret of the application';

type Client = HttpAgentInstance & { pendingInterrupts?: readonly { readonly id: string }[] };

const REPORTED = /^error: Agent execution failed/;

const interruptsOf = ({ events }: ClientRun): readonly AnyEvent[] =>
  (events.at(-1)?.outcome as { interrupts?: readonly AnyEvent[] } | undefined)?.interrupts ?? [];
const shown = (client: Client): unknown[] => client.messages.map(({ content }) => content ?? null);
const pending = (client: Client): string[] => (client.pendingInterrupts ?? []).map(({ id }) => id);

await describeStores('tools that wait for people', (createDatabase) => {
  let guard: ConsoleGuard;
  let database: TestDatabase;
  let servers: ServedRuntime[];
  let removed: string[];
  let config: Partial<BuiltInAgentClassicConfig>;

  beforeEach(async () => {
    guard = guardConsole();
    database = await createDatabase();
    servers = [];
    removed = [];
    config = {};
  });
  afterEach(async () => {
    guard.release();
    for (const server of servers) await server.close();
    await database.dispose();
  });

  const remove = defineTool({
    name: 'remove',
    description: 'Removes a file',
    parameters: {
      type: 'object',
      properties: { path: { type: 'string' } },
      required: ['path'],
    },
    needsApproval: true,
    execute({ path }) {
      removed.push(String(path));
      return `removed ${String(path)}`;
    },
  });
  const book = defineTool({
    name: 'book',
    description: 'Books a flight',
    async execute(_, { interrupt }) {
      const seat = await interrupt('Which seat?');
      const meal = await interrupt('Which meal?');
      return `${String(seat.payload)} and ${String(meal.payload)}`;
    },
  });
  const time = defineTool({ name: 'time', description: 'Tells the time', execute: () => 'noon' });
  const tools: readonly AnyToolDefinition[] = [remove, book, time] as never;

  /** An instance whose model makes the calls when the user speaks, and is done when it has results. */
  const serve = async (...made: readonly ReturnType<typeof calls>[]): Promise<ServedRuntime> => {
    const model = modelOf(({ prompt }) => {
      const last = prompt.findLast(({ role }) => role === 'user');
      const isNew = prompt.at(-1) === last && JSON.stringify(last).includes('Go');
      return isNew ? made.flat() : says('Done');
    });
    const agents = {
      default: new BuiltInAgent({ model, tools, interruptSecret: SECRET, ...config }),
    };
    const server = await serveRuntime({ agents, threads: database.engine() });
    servers.push(server);
    return server;
  };

  describe.each(CLIENTS.map((client) => [client.version, client] as const))(
    'for HttpAgent %s',
    (_version, version) => {
      const clientOf = ({ url }: ServedRuntime, call: 'run' | 'connect' = 'run'): Client =>
        httpClient(version, { url, call, threadId: 't1' });
      let said = 0;
      const say = async (client: Client, content: string, more: object = {}) => {
        said += 1;
        client.addMessage({ id: `u${said}`, role: 'user', content });
        return runClient(client, more);
      };
      const answer = (interruptId: string, payload: unknown, status = 'resolved') => ({
        resume: [{ interruptId, status, payload }],
      });
      /** The same thread on a device that has nothing of it yet. */
      const reload = async (server: ServedRuntime): Promise<Client> => {
        const viewer = clientOf(server, 'connect');
        expect((await runClient(viewer)).rejection).toBeUndefined();
        const client = clientOf(server);
        client.setMessages(viewer.messages);
        client.pendingInterrupts = viewer.pendingInterrupts ?? [];
        return client;
      };

      it('a call is carried out after it was approved, once [agent.tools-approval]', async () => {
        const server = await serve(calls('remove', { path: 'x' }));
        const client = clientOf(server);
        const first = await say(client, 'Go');
        expect(interruptsOf(first)).toMatchObject([
          { id: 'call_0', toolCallId: 'call_0', reason: 'tool_approval' },
        ]);
        const elsewhere = await reload(server);
        const second = await runClient(client, answer('call_0', { approved: true }));
        expect(second.rejection).toBeUndefined();
        expect(shown(client)).toEqual(['Go', null, 'removed x', 'Done']);
        const late = await runClient(elsewhere, answer('call_0', { approved: true }));
        expect(String(late.rejection)).toContain('409');
        expect(removed).toEqual(['x']);
        await server.idle();
        guard.expectSilence(REPORTED);
      });

      it('a call is not carried out if it was declined, and the thread goes on [agent.tools-approval]', async () => {
        const client = clientOf(await serve(calls('remove', { path: 'x' })));
        await say(client, 'Go');
        await runClient(client, answer('call_0', undefined, 'cancelled'));
        expect(shown(client).slice(2)).toEqual([expect.stringContaining('"cancelled"'), 'Done']);
        expect((await say(client, 'Thanks')).rejection).toBeUndefined();
        expect(shown(client).at(-1)).toBe('Done');
        expect(removed).toEqual([]);
        guard.expectSilence();
      });

      it('the user may go on without an answer, and answer later', async () => {
        const server = await serve(calls('remove', { path: 'x' }));
        const client = clientOf(server);
        await say(client, 'Go');
        // A client that was asked insists on an answer; one that was reloaded by hand does not.
        client.pendingInterrupts = [];
        expect((await say(client, 'Never mind')).rejection).toBeUndefined();
        expect(shown(client).at(-1)).toBe('Done');
        expect(removed).toEqual([]);
        const later = await runClient(client, answer('call_0', true));
        expect(later.rejection).toBeUndefined();
        expect(removed).toEqual(['x']);
        guard.expectSilence();
      });

      it('a tool asks twice, among other calls, on devices that know nothing but the thread [agent.tools-interrupt]', async () => {
        const server = await serve(
          calls('book'),
          calls('time', {}, 'call_1'),
          calls(FRONTEND_TOOL.name, {}, 'call_2'),
        );
        const desk = clientOf(server);
        const first = await say(desk, 'Go', { tools: [FRONTEND_TOOL] });
        expect(interruptsOf(first)).toMatchObject([{ id: 'call_0', message: 'Which seat?' }]);
        const phone = await reload(server);
        expect(pending(phone)).toEqual(['call_0']);
        phone.addMessage({ id: `f${said}`, role: 'tool', toolCallId: 'call_2', content: 'teal' });
        const second = await runClient(phone, answer('call_0', 'aisle'));
        expect(second.rejection).toBeUndefined();
        expect(interruptsOf(second)).toMatchObject([{ id: 'call_0#2', message: 'Which meal?' }]);
        const tablet = await reload(server);
        expect(pending(tablet)).toEqual(['call_0#2']);
        const third = await runClient(tablet, answer('call_0#2', 'soup'));
        expect(third.rejection).toBeUndefined();
        expect(shown(tablet)).toEqual(
          expect.arrayContaining(['noon', 'teal', 'aisle and soup', 'Done']),
        );
        guard.expectSilence();
      });
    },
  );

  /** A run by a client that keeps nothing: what it was answered, and the status. */
  const post = async ({ url }: ServedRuntime, runId: string, more: object): Promise<string> => {
    const input = runInput({ threadId: 't1', runId, messages: [], ...more });
    const response = await postJson(`${url}/agent/default/run`, input);
    return `${response.status} ${await response.text()}`;
  };
  const GO = { messages: [{ id: 'u1', role: 'user', content: 'Go' }] };
  const approve = (...ids: readonly string[]) => ({
    resume: ids.map((interruptId) => ({ interruptId, status: 'resolved', payload: true })),
  });

  it('some of several questions are answered first, the others later, each once', async () => {
    const server = await serve(
      calls('remove', { path: 'x' }),
      calls('remove', { path: 'y' }, 'call_1'),
    );
    await post(server, 'r1', GO);
    expect(await post(server, 'r2', approve('call_1'))).toContain('removed y');
    expect(removed).toEqual(['y']);
    expect(await post(server, 'r3', approve('call_0'))).toContain('removed x');
    expect(await post(server, 'r4', approve('call_0', 'call_1'))).toContain('already_answered');
    expect(removed).toEqual(['y', 'x']);
    guard.expectSilence();
  });

  it('a call is carried out once, although several people approve it at the same time [agent.tools-approval]', async () => {
    const server = await serve(calls('remove', { path: 'x' }));
    await post(server, 'r1', GO);
    const outcomes = await Promise.all(
      ['r2', 'r3', 'r4'].map((runId) => post(server, runId, approve('call_0'))),
    );
    expect(outcomes.filter((outcome) => outcome.includes('removed x'))).toHaveLength(1);
    expect(removed).toEqual(['x']);
    guard.expectSilence();
  });

  it('a signed approval is for another instance, and after a restart where the store is durable [agent.tools-signed]', async () => {
    config = { interruptSecret: 'the same on all instances' };
    const first = await serve(calls('remove', { path: 'x' }));
    await post(first, 'r1', GO);
    const second = await serve();
    if (database.isDurable) {
      servers.shift();
      await first.close();
    }
    // Nothing but the answer: the call is the one that the server has stored.
    expect(await post(second, 'r2', approve('call_0'))).toContain('removed x');
    expect(removed).toEqual(['x']);
    guard.expectSilence();
  });
});
