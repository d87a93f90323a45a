import { CLIENT_1, CLIENTS } from '../support/clients.js';
import { guardConsole, type ConsoleGuard } from '../support/console-guard.js';
import { httpClient, runClient, TRANSPORTS } from '../support/http-client.js';
import { scriptedAgent, type Script } from '../support/scripted-agent.js';
import { serveRuntime, type ServedRuntime } from '../support/serve-runtime.js';
import { callTool, FRONTEND_TOOL, USER } from './support/run-scenarios.js';

let guard: ConsoleGuard;
let served: ServedRuntime;
beforeEach(() => {
  guard = guardConsole();
});
afterEach(async () => {
  guard.release();
  await served.close();
});

const ways = CLIENTS.flatMap((client) =>
  TRANSPORTS.map((transport) => [client.version, transport, client] as const),
);

const colourAgent: Script = (run) => {
  const answer = run.input.messages.find((message) => message.role === 'tool');
  run.started();
  if (answer === undefined)
    callTool(run, { id: 'c1', name: 'pick_colour', args: ['{}'], parent: 'm1' });
  else run.say('m2', `${String(answer.content)} it is`);
  run.finished();
};

const approvalAgent: Script = (run) => {
  const { threadId, runId, resume } = run.input;
  run.started();
  if (resume === undefined) {
    run.say('m1', 'May I?');
    const interrupts = [{ id: 'i1', reason: 'approval', message: 'Delete it?' }];
    const outcome = { type: 'interrupt', interrupts };
    run.emit({ type: 'RUN_FINISHED', threadId, runId, outcome });
    return;
  }
  run.say('m2', JSON.stringify(resume));
  run.finished();
};

describe.each(ways)('HttpAgent %s over %s', (_, transport, version) => {
  const start = async (script: Script) => {
    served = await serveRuntime({
      agents: { default: scriptedAgent(CLIENT_1, script) },
      mode: transport === 'rest' ? 'multi-route' : 'single-route',
    });
    return httpClient(version, {
      url: served.url,
      transport,
      threadId: 't1',
      initialMessages: [USER],
    });
  };

  it('answers a frontend tool call with a second run', async () => {
    const client = await start(colourAgent);
    const first = await runClient(client, { runId: 'r1', tools: [FRONTEND_TOOL] });
    expect(first.newMessages).toHaveLength(1);
    const answer = { id: 't1', role: 'tool', toolCallId: 'c1', content: 'teal' };
    client.addMessage(answer);
    const second = await runClient(client, { runId: 'r2', tools: [FRONTEND_TOOL] });
    expect(second.rejection).toBeUndefined();
    expect(client.messages).toEqual([
      USER,
      expect.objectContaining({ id: 'm1', role: 'assistant' }),
      answer,
      { id: 'm2', role: 'assistant', content: 'teal it is' },
    ]);
    guard.expectSilence();
  });

  it('answers an interrupt with a resume [client.ag-ui-interrupt]', async () => {
    const client = await start(approvalAgent);
    await runClient(client, { runId: 'r1' });
    const answers = [{ interruptId: 'i1', status: 'resolved', payload: { approved: true } }];
    const { rejection } = await runClient(client, { runId: 'r2', resume: answers });
    expect(rejection).toBeUndefined();
    expect(client.messages.at(-1)).toEqual({
      id: 'm2',
      role: 'assistant',
      content: JSON.stringify(answers),
    });
    guard.expectSilence();
  });

  it('passes state, context and forwarded props to the agent', async () => {
    const client = await start((run) => {
      const { state, context, forwardedProps, tools } = run.input;
      run.started();
      run.say('m1', JSON.stringify({ state, context, forwardedProps, tools }));
      run.finished();
    });
    client.setState({ page: 3 });
    const context = [{ description: 'locale', value: 'de' }];
    await runClient(client, { context, forwardedProps: { plan: 'pro' }, tools: [FRONTEND_TOOL] });
    expect(JSON.parse(String(client.messages.at(-1)?.content))).toEqual({
      state: { page: 3 },
      context,
      forwardedProps: { plan: 'pro' },
      tools: [FRONTEND_TOOL],
    });
    guard.expectSilence();
  });
});
