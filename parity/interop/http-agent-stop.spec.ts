import { CLIENTS } from '../support/clients.js';
import { guardConsole, type ConsoleGuard } from '../support/console-guard.js';
import { createGate } from '../support/gate.js';
import { httpClient, runClient } from '../support/http-client.js';
import { eventsOf, postJson, runInput } from '../support/raw-calls.js';
import {
  aborted,
  scriptedAgent,
  type Script,
  type ScriptedRun,
} from '../support/scripted-agent.js';
import { serveRuntime, type ServedRuntime, type ServeOptions } from '../support/serve-runtime.js';
import { until } from '../support/until.js';
import { USER } from './support/run-scenarios.js';

let guard: ConsoleGuard;
let served: ServedRuntime;
beforeEach(() => {
  guard = guardConsole();
});
afterEach(async () => {
  guard.release();
  await served.close();
});

function openEverything(run: ScriptedRun): void {
  run.started();
  run.emit({ type: 'STEP_STARTED', stepName: 'plan' });
  run.emit({ type: 'REASONING_START', messageId: 'r1-span' });
  run.emit({ type: 'REASONING_MESSAGE_START', messageId: 'r1', role: 'reasoning' });
  run.emit({ type: 'REASONING_MESSAGE_CONTENT', messageId: 'r1', delta: 'Hm' });
  run.emit({ type: 'TOOL_CALL_START', toolCallId: 'c1', toolCallName: 'lookup' });
  run.emit({ type: 'TEXT_MESSAGE_START', messageId: 'm1', role: 'assistant' });
  run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'Half' });
}

const STOPPED_CALL = JSON.stringify({
  status: 'stopped',
  reason: 'stop_requested',
  message: 'Run stopped by user',
});

const CLOSED_ITEMS = [
  USER,
  { id: 'r1', role: 'reasoning', content: 'Hm' },
  // Clients put a result next to its call, whatever came between.
  expect.objectContaining({ id: 'c1', role: 'assistant' }),
  { id: 'c1-result', role: 'tool', toolCallId: 'c1', content: STOPPED_CALL },
  { id: 'm1', role: 'assistant', content: 'Half' },
];

const honoursAbort: Script = async (run) => {
  openEverything(run);
  await aborted(run.signal);
};
const throwsOnAbort: Script = async (run) => {
  openEverything(run);
  await aborted(run.signal);
  throw new Error('aborted');
};
const ignoresAbort: Script = async (run) => {
  openEverything(run);
  await new Promise(() => undefined);
};

const manners: readonly (readonly [string, Script])[] = [
  ['returns', honoursAbort],
  ['throws', throwsOnAbort],
  ['ignores it', ignoresAbort],
];

const ways = CLIENTS.flatMap((client) =>
  CLIENTS.map((server) => [client.version, server.version, client, server] as const),
);

describe.each(ways)('HttpAgent %s with an agent built on %s', (_, __, version, server) => {
  const start = async (script: Script, options: ServeOptions = {}) => {
    served = await serveRuntime({
      agents: { default: scriptedAgent(server, script) },
      limits: { stopDeadlineMs: 50 },
      ...options,
    });
    return httpClient(version, { url: served.url, threadId: 't1', initialMessages: [USER] });
  };

  it.each(manners)(
    'ends properly when the run is stopped and the agent %s [finalise.stopped] [finalise.closers]',
    async (_manner, script) => {
      const client = await start(script);
      const running = runClient(client, { runId: 'r1' });
      await until('the half answer', () => client.messages.some(({ id }) => id === 'm1'));
      const reply = await postJson(`${served.url}/agent/default/stop/t1`, { runId: 'r1' });
      expect(await reply.json()).toMatchObject({ stopped: true });
      const run = await running;
      expect(run.rejection).toBeUndefined();
      expect(run.failures).toEqual([]);
      expect(run.runErrors).toEqual([]);
      expect(client.messages).toEqual(CLOSED_ITEMS);
      expect(run.events.at(-1)).toMatchObject({
        type: 'RUN_FINISHED',
        threadId: 't1',
        runId: 'r1',
      });
      guard.expectSilence(...(script === throwsOnAbort ? [/^error: Agent execution failed/] : []));
    },
  );

  it('goes on without a client that leaves, which finds the whole answer later [client.ag-ui-leaves]', async () => {
    const rest = createGate();
    const client = await start(async (run) => {
      run.started();
      run.emit({ type: 'TEXT_MESSAGE_START', messageId: 'm1', role: 'assistant' });
      run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'first ' });
      await rest.passed;
      run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'last' });
      run.emit({ type: 'TEXT_MESSAGE_END', messageId: 'm1' });
      run.finished();
    });
    const running = runClient(client, { runId: 'r1' });
    await until('the first half', () => client.messages.some(({ id }) => id === 'm1'));
    client.abortRun();
    const left = await running;
    expect(left.rejection).toBeUndefined();
    rest.open();
    const later = httpClient(version, { url: served.url, threadId: 't1', call: 'connect' });
    const { rejection } = await runClient(later);
    expect(rejection).toBeUndefined();
    expect(later.messages).toEqual([USER, { id: 'm1', role: 'assistant', content: 'first last' }]);
    guard.expectSilence();
  });

  it('leaves a stopped thread free for the next run', async () => {
    const client = await start(async (run) => {
      if (run.input.runId === 'r1') return honoursAbort(run);
      run.started();
      run.say('m2', 'Again');
      run.finished();
    });
    const running = runClient(client, { runId: 'r1' });
    await until('the half answer', () => client.messages.some(({ id }) => id === 'm1'));
    await postJson(`${served.url}/agent/default/stop/t1`);
    await running;
    const next = await runClient(client, { runId: 'r2' });
    expect(next.rejection).toBeUndefined();
    expect(client.messages).toEqual([
      ...CLOSED_ITEMS,
      { id: 'm2', role: 'assistant', content: 'Again' },
    ]);
    guard.expectSilence();
  });
});

describe('a stream that nobody reads to its end', () => {
  it('does not hold the run', async () => {
    const server = CLIENTS[0];
    if (server === undefined) throw new Error('No client');
    served = await serveRuntime({
      agents: {
        default: scriptedAgent(server, (run) => {
          run.started();
          run.say('m1', 'Done');
          run.finished();
        }),
      },
    });
    const leaving = new AbortController();
    const body = JSON.stringify(runInput({ threadId: 't1', runId: 'r1', messages: [USER] }));
    const response = await fetch(`${served.url}/agent/default/run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: leaving.signal,
    });
    expect(response.status).toBe(200);
    leaving.abort();
    const input = runInput({ threadId: 't1', runId: 'c1' });
    const replay = await eventsOf(await postJson(`${served.url}/agent/default/connect`, input));
    expect(replay.at(-1)).toMatchObject({ type: 'RUN_FINISHED', runId: 'r1' });
    guard.expectSilence();
  });
});
