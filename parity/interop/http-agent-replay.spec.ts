import { CLIENT_59, CLIENTS } from '../support/clients.js';
import { guardConsole, type ConsoleGuard } from '../support/console-guard.js';
import { httpClient, runClient, TRANSPORTS, type ClientOptions } from '../support/http-client.js';
import { scriptedAgent, type Script } from '../support/scripted-agent.js';
import { serveRuntime, type ServedRuntime } from '../support/serve-runtime.js';
import { callTool, think } from './support/run-scenarios.js';

let guard: ConsoleGuard;
let served: ServedRuntime;
beforeEach(() => {
  guard = guardConsole();
});
afterEach(async () => {
  guard.release();
  await served.close();
});

const richRun: Script = (run) => {
  const { runId } = run.input;
  run.started();
  run.emit({ type: 'STEP_STARTED', stepName: 'plan' });
  think(run, `${runId}-think`, 'Let me ', 'see');
  run.emit({ type: 'STEP_FINISHED', stepName: 'plan' });
  callTool(run, {
    id: `${runId}-call`,
    name: 'lookup',
    args: ['{"q"', ':1}'],
    parent: `${runId}-m1`,
  });
  run.emit({
    type: 'TOOL_CALL_RESULT',
    messageId: `${runId}-result`,
    toolCallId: `${runId}-call`,
    role: 'tool',
    content: '42',
  });
  run.emit({ type: 'STATE_SNAPSHOT', snapshot: { seen: [runId] } });
  run.emit({ type: 'STATE_DELTA', delta: [{ op: 'add', path: '/seen/-', value: 'more' }] });
  run.emit({
    type: 'ACTIVITY_SNAPSHOT',
    messageId: `${runId}-activity`,
    activityType: 'SEARCH',
    content: { hits: 3 },
  });
  run.emit({ type: 'CUSTOM', name: 'note', value: runId });
  run.say(`${runId}-m2`, 'It is ', '42');
  run.finished();
};

const failingRun: Script = (run) => {
  const { runId } = run.input;
  run.started();
  run.say(`${runId}-m1`, 'I try');
  run.emit({ type: 'RUN_ERROR', message: 'The model is overloaded', code: 'OVERLOADED' });
};

const ways = CLIENTS.flatMap((client) =>
  TRANSPORTS.map((transport) => [client.version, transport, client] as const),
);

describe.each(ways)('HttpAgent %s over %s [client.ag-ui-replays]', (_, transport, version) => {
  const start = async (script: Script): Promise<void> => {
    served = await serveRuntime({
      agents: { default: scriptedAgent(CLIENT_59, script) },
      mode: transport === 'rest' ? 'multi-route' : 'single-route',
    });
  };
  const client = (options: Partial<ClientOptions> = {}) =>
    httpClient(version, { url: served.url, transport, threadId: 't1', ...options });

  /** Runs one after the other, as a client that is there all the time. */
  const converse = async (...runIds: readonly string[]) => {
    const witness = client();
    for (const runId of runIds) {
      witness.addMessage({ id: `${runId}-user`, role: 'user', content: `Ask ${runId}` });
      const { rejection } = await runClient(witness, { runId });
      expect(rejection).toBeUndefined();
    }
    return witness;
  };

  it('has everything after a replay that the one who was there has', async () => {
    await start(richRun);
    const witness = await converse('r1', 'r2');
    const late = client({ call: 'connect' });
    const { rejection, runErrors } = await runClient(late);
    expect(rejection).toBeUndefined();
    expect(runErrors).toEqual([]);
    expect(late.messages).toEqual(witness.messages);
    expect(late.state).toEqual(witness.state);
    guard.expectSilence();
  });

  it('is not led astray by connecting on top of what it has, however often [replay.rebase]', async () => {
    await start(richRun);
    const witness = await converse('r1', 'r2');
    const late = client({
      call: 'connect',
      initialMessages: structuredClone(witness.messages),
      initialState: structuredClone(witness.state),
    });
    for (let time = 0; time < 3; time += 1) {
      const { rejection, events } = await runClient(late);
      expect(rejection).toBeUndefined();
      expect(events.filter(({ type }) => type === 'MESSAGES_SNAPSHOT')).toHaveLength(1);
      expect(late.messages).toEqual(witness.messages);
      expect(late.state).toEqual(witness.state);
    }
    guard.expectSilence();
  });

  it('replays a thread with a failed run in the middle [replay.no-error-in-the-middle]', async () => {
    await start((run) => (run.input.runId === 'r2' ? failingRun(run) : richRun(run)));
    const witness = await converse('r1', 'r2', 'r3');
    for (const initialMessages of [[], structuredClone(witness.messages)]) {
      const late = client({ call: 'connect', initialMessages });
      const { rejection, runErrors } = await runClient(late);
      expect(rejection).toBeUndefined();
      expect(runErrors).toEqual([]);
      expect(late.messages).toEqual(witness.messages);
    }
    guard.expectSilence();
  });

  it('hears of the error when the last run has failed', async () => {
    await start((run) => (run.input.runId === 'r2' ? failingRun(run) : richRun(run)));
    const witness = await converse('r1', 'r2');
    for (const initialMessages of [[], structuredClone(witness.messages)]) {
      const late = client({ call: 'connect', initialMessages });
      const { rejection, runErrors } = await runClient(late);
      expect(rejection).toBeUndefined();
      expect(runErrors).toEqual([expect.objectContaining({ code: 'OVERLOADED' })]);
      expect(late.messages).toEqual(witness.messages);
    }
    guard.expectSilence();
  });

  it('finds nothing on a thread that does not exist', async () => {
    await start(richRun);
    const late = client({ call: 'connect', threadId: 'unheard-of' });
    const { rejection, events } = await runClient(late);
    expect(rejection).toBeUndefined();
    expect(events).toEqual([]);
    guard.expectSilence();
  });
});
