import { CLIENTS, type HttpAgentInstance } from '../support/clients.js';
import { guardConsole, type ConsoleGuard } from '../support/console-guard.js';
import { coreOn, installWindow, type RecordedCore } from '../support/copilot-core.js';
import { httpClient, runClient } from '../support/http-client.js';
import { plainAgent, type Script } from '../support/scripted-agent.js';
import { serveRuntime, type ServedRuntime, type ServeOptions } from '../support/serve-runtime.js';
import { postJson, runInput } from '../support/raw-calls.js';
import { describeStores, type TestDatabase } from '../support/stores.js';
import { until } from '../support/until.js';
import { callTool } from './support/run-scenarios.js';

/** AG-UI writes every failed run to the console itself. */
const REPORTED = /^error: Agent execution failed/;

/** Asks for a colour, or for a permission, and says what it was answered. */
const asking: Script = (run) => {
  const { messages, resume, threadId, runId } = run.input;
  const wish = messages.at(-1)?.content;
  const colour = messages.findLast(({ role }) => role === 'tool')?.content;
  run.started();
  if (wish === 'fail') throw new Error('The model is down');
  if (resume === undefined && wish === 'interrupt') {
    const outcome = { type: 'interrupt', interrupts: [{ id: 'i1', reason: 'approval' }] };
    run.emit({ type: 'RUN_FINISHED', threadId, runId, outcome });
    return;
  }
  if (wish === 'tool') {
    callTool(run, { id: 'c1', name: 'pick_colour', args: ['{}'], parent: 'asking' });
  } else {
    run.say(`${runId}-done`, `You chose ${String(resume?.[0]?.payload ?? colour)}`);
  }
  run.finished();
};

await describeStores('what waits for a human', (createDatabase) => {
  let guard: ConsoleGuard;
  let database: TestDatabase;
  let removeWindow: () => void;
  let servers: ServedRuntime[];

  beforeEach(async () => {
    guard = guardConsole();
    removeWindow = installWindow();
    database = await createDatabase();
    servers = [];
  });
  afterEach(async () => {
    removeWindow();
    guard.release();
    for (const server of servers) await server.close();
    await database.dispose();
  });

  const serve = async (options: ServeOptions = {}): Promise<ServedRuntime> => {
    const threads = database.engine();
    const agents = { default: plainAgent(asking) };
    const server = await serveRuntime({ agents, threads, ...options });
    servers.push(server);
    return server;
  };
  const device = ({ url }: ServedRuntime): Promise<RecordedCore> =>
    coreOn({ runtimeUrl: url, threadId: 't1', transport: 'rest' });
  const say = async (client: RecordedCore, id: string, content: string): Promise<void> => {
    client.agent().addMessage({ id, role: 'user', content });
    await client.core.runAgent({ agent: client.agent() });
  };
  const answer = async (client: RecordedCore, id: string, content: string): Promise<void> => {
    client.agent().addMessage({ id, role: 'tool', toolCallId: 'c1', content });
    await client.core.runAgent({ agent: client.agent() });
  };
  const shown = (client: RecordedCore): unknown[] =>
    client.agent().messages.map(({ content }) => content);

  it('a tool call is answered on another device, and then nowhere else [pending.survives] [pending.answered-once]', async () => {
    const server = await serve();
    const desk = await device(server);
    await say(desk, 'u1', 'tool');
    const phone = await device(server);
    await phone.core.connectAgent({ agent: phone.agent() });
    expect(phone.agent().messages).toEqual(desk.agent().messages);
    expect(phone.agent().messages.at(-1)).toMatchObject({ toolCalls: [{ id: 'c1' }] });
    await answer(phone, 'phone-answer', 'blue');
    expect(shown(phone).at(-1)).toBe('You chose blue');
    phone.expectErrors();
    await answer(desk, 'desk-answer', 'red');
    expect(desk.errors[0]?.message).toMatch(/^HTTP 409: .*Already answered.*already_answered/);
    desk.expectErrors('agent_run_failed_event', 'agent_run_failed');
    await until('the probe', () => server.calls.filter((c) => c.method === 'info').length === 3);
    // The answer that came too late does not lock the desk out.
    await say(desk, 'u2', 'hello');
    expect(shown(desk).at(-1)).toBe('You chose blue');
    desk.expectErrors();
    await server.idle();
    guard.expectSilence(REPORTED);
  });

  it('holds up no message, and may be answered after it [pending.never-blocks]', async () => {
    const desk = await device(await serve());
    await say(desk, 'u1', 'tool');
    await say(desk, 'u2', 'first of all');
    expect(shown(desk).at(-1)).toBe('You chose {"status":"unanswered"}');
    await answer(desk, 'answer', 'blue');
    expect(shown(desk).at(-1)).toBe('You chose blue');
    desk.expectErrors();
    guard.expectSilence();
  });

  it('is there on every instance, and after a restart where the store is durable [pending.survives]', async () => {
    const first = await serve();
    const desk = await device(first);
    await say(desk, 'u1', 'tool');
    const second = await serve();
    if (database.isDurable) {
      servers.shift();
      await first.close();
    }
    const phone = await device(second);
    await phone.core.connectAgent({ agent: phone.agent() });
    expect(phone.agent().messages).toEqual(desk.agent().messages);
    await answer(phone, 'answer', 'blue');
    expect(shown(phone).at(-1)).toBe('You chose blue');
    guard.expectSilence();
  });

  it.each(['reject', 'enqueue', 'supersede'] as const)(
    'is answered by one of several that answer at the same time on two instances (%s) [pending.answered-once]',
    async (onConcurrentRun) => {
      const instances = [await serve({ onConcurrentRun }), await serve({ onConcurrentRun })];
      const post = async (at: number, runId: string, more: object): Promise<string> => {
        const { url } = instances[at % 2] as ServedRuntime;
        const input = runInput({ threadId: 't1', runId, ...more });
        const response = await postJson(`${url}/agent/default/run`, input);
        return `${response.status} ${await response.text()}`;
      };
      const asked = [{ id: 'u1', role: 'user', content: 'tool' }];
      const call = { id: 'c1', type: 'function', function: { name: 'ask', arguments: '{}' } };
      const question = { id: 'asking', role: 'assistant', toolCalls: [call] };
      await post(0, 'asking', { messages: asked });
      const outcomes = await Promise.all(
        [0, 1, 2, 3].map((at) => {
          const given = { id: `a${at}`, role: 'tool', toolCallId: 'c1', content: `colour ${at}` };
          return post(at, `answer-${at}`, { messages: [...asked, question, given] });
        }),
      );
      const won = outcomes.filter((outcome) => outcome.includes('You chose colour'));
      const lost = outcomes.filter((outcome) =>
        /already_answered|ALREADY_ANSWERED|run_in_progress/.test(outcome),
      );
      expect(lost).toHaveLength(3);
      // Whoever has won may have been superseded before the agent had said it.
      expect(won.length).toBeLessThanOrEqual(1);
      if (onConcurrentRun !== 'supersede') expect(won).toHaveLength(1);
      const seen = await (await fetch(`${instances[0]?.url}/threads/t1/messages`)).text();
      expect(seen.match(/colour \d/g)?.every((text, _, all) => text === all[0])).toBe(true);
    },
  );

  describe.each(CLIENTS.map((client) => [client.version, client] as const))(
    'interrupts, seen by HttpAgent %s',
    (_version, version) => {
      type Pending = HttpAgentInstance & { readonly pendingInterrupts?: readonly { id: string }[] };
      const pending = (agent: Pending): string[] =>
        (agent.pendingInterrupts ?? []).map(({ id }) => id);
      const clientOf = (
        { url }: ServedRuntime,
        call: 'run' | 'connect',
        known?: Pending,
      ): Pending =>
        httpClient(version, {
          url,
          call,
          threadId: 't1',
          ...(known && { initialMessages: structuredClone(known.messages) }),
        });
      const resume = [{ interruptId: 'i1', status: 'resolved', payload: 'yes' }];

      it('are open on every device until one answers [pending.survives] [pending.answered-once]', async () => {
        const server = await serve();
        const desk = clientOf(server, 'run');
        desk.addMessage({ id: 'u1', role: 'user', content: 'interrupt' });
        await runClient(desk);
        expect(pending(desk)).toEqual(['i1']);
        for (const known of [undefined, desk]) {
          const phone = clientOf(server, 'connect', known);
          expect((await runClient(phone)).rejection).toBeUndefined();
          expect(pending(phone)).toEqual(['i1']);
        }
        const phone = clientOf(server, 'run', desk);
        expect((await runClient(phone, { resume })).rejection).toBeUndefined();
        expect(phone.messages.at(-1)?.content).toBe('You chose yes');
        const late = await runClient(desk, { resume });
        expect(String(late.rejection)).toContain('409');
        await server.idle();
        guard.expectSilence(REPORTED);
      });

      it('are open still after answers whose runs have failed, however often', async () => {
        const server = await serve();
        const desk = clientOf(server, 'run');
        desk.addMessage({ id: 'u1', role: 'user', content: 'interrupt' });
        await runClient(desk);
        for (const id of ['f1', 'f2']) {
          desk.addMessage({ id, role: 'user', content: 'fail' });
          expect((await runClient(desk, { resume })).runErrors).toHaveLength(1);
          expect(pending(desk)).toEqual(['i1']);
        }
        for (const known of [undefined, desk]) {
          const phone = clientOf(server, 'connect', known);
          expect((await runClient(phone)).runErrors).toHaveLength(1);
          expect(pending(phone)).toEqual(['i1']);
          expect(phone.messages).toEqual(desk.messages);
        }
        desk.addMessage({ id: 'u2', role: 'user', content: 'again' });
        expect((await runClient(desk, { resume })).rejection).toBeUndefined();
        expect(pending(desk)).toEqual([]);
        guard.expectSilence(REPORTED);
      });
    },
  );
});
