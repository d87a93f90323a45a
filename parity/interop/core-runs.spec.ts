import { anyParameters, send } from '../support/copilot-core.js';
import { createGate } from '../support/gate.js';
import { aborted, type Script } from '../support/scripted-agent.js';
import { until } from '../support/until.js';
import { CoreFixture, CORE_TRANSPORTS } from './support/core-fixture.js';
import { callTool, think } from './support/run-scenarios.js';

describe.each(CORE_TRANSPORTS)('CopilotKit core over %s', (transport) => {
  let fixture: CoreFixture;
  beforeEach(() => {
    fixture = new CoreFixture(transport);
  });
  afterEach(() => fixture.release());

  const everything: Script = (run) => {
    run.started();
    run.emit({ type: 'STEP_STARTED', stepName: 'plan' });
    think(run, 'think', 'Let me see');
    run.emit({ type: 'STEP_FINISHED', stepName: 'plan' });
    callTool(run, { id: 'call', name: 'lookup', args: ['{"q":1}'], parent: 'm1' });
    run.emit({
      type: 'TOOL_CALL_RESULT',
      messageId: 'result',
      toolCallId: 'call',
      role: 'tool',
      content: '42',
    });
    run.emit({ type: 'STATE_SNAPSHOT', snapshot: { hits: 1 } });
    run.emit({ type: 'STATE_DELTA', delta: [{ op: 'replace', path: '/hits', value: 2 }] });
    run.emit({
      type: 'ACTIVITY_SNAPSHOT',
      messageId: 'activity',
      activityType: 'SEARCH',
      content: { hits: 2 },
    });
    run.emit({ type: 'CUSTOM', name: 'note', value: 1 });
    run.say('m2', 'It is 42');
    run.finished();
  };

  it('shows everything that an agent does [client.core-run]', async () => {
    await fixture.serve(everything);
    const client = await fixture.client();
    await send(client, { id: 'u1', content: 'hi' });
    const agent = client.agent();
    expect(agent.messages.map(({ id, role }) => `${role} ${id}`)).toEqual([
      'user u1',
      'reasoning think',
      'assistant m1',
      'tool result',
      'activity activity',
      'assistant m2',
    ]);
    expect(agent.state).toEqual({ hits: 2 });
    const [runId = ''] = client.core.getRunIdsForThread('default', 't1');
    expect(client.core.getStateByRun('default', 't1', runId)).toEqual({ hits: 2 });
    expect(client.core.getRunIdForMessage('default', 't1', 'm2')).toBe(runId);
    client.expectErrors();
    fixture.guard.expectSilence();
  });

  const colourAgent: Script = (run) => {
    const answer = run.input.messages.find(({ role }) => role === 'tool');
    run.started();
    if (answer === undefined) {
      callTool(run, { id: 'call', name: 'pickColour', args: ['{"shade":"dark"}'], parent: 'm1' });
    } else {
      run.say('m2', `${String(answer.content)} it is`);
    }
    run.finished();
  };

  it('carries out a frontend tool, follows up, and finds both runs in the history [client.core-frontend-tool]', async () => {
    await fixture.serve(colourAgent);
    const client = await fixture.client();
    const asked: unknown[] = [];
    client.core.addTool({
      name: 'pickColour',
      description: 'Asks for a colour',
      parameters: anyParameters({ type: 'object' }),
      handler: async (args) => {
        asked.push(args);
        return 'navy';
      },
    });
    await send(client, { id: 'u1', content: 'hi' });
    expect(asked).toEqual([{ shade: 'dark' }]);
    expect(fixture.calls()).toEqual(['info', 'agent/run', 'agent/run']);
    expect(client.log.slice(1)).toEqual(['tool pickColour starts', 'tool pickColour ends']);
    const { messages } = client.agent();
    expect(messages.map(({ role, content }) => [role, content])).toEqual([
      ['user', 'hi'],
      ['assistant', undefined],
      ['tool', 'navy'],
      ['assistant', 'navy it is'],
    ]);
    const late = await fixture.client();
    await late.core.connectAgent({ agent: late.agent() });
    expect(late.agent().messages).toEqual(messages);
    for (const each of [client, late]) each.expectErrors();
    fixture.guard.expectSilence();
  });

  it('tells an application of a tool that fails, and the agent, too', async () => {
    await fixture.serve(colourAgent);
    const client = await fixture.client();
    client.core.addTool({
      name: 'pickColour',
      parameters: anyParameters({ type: 'object' }),
      handler: async () => {
        throw new Error('No colours left');
      },
    });
    await send(client, { id: 'u1', content: 'hi' });
    expect(client.agent().messages.at(-1)?.content).toContain('No colours left');
    client.expectErrors('tool_handler_failed');
    fixture.guard.expectSilence();
  });

  it('stops a live run and hears that it has finished [client.core-stop] [trap.t11]', async () => {
    const heard: string[] = [];
    await fixture.serve(async (run) => {
      run.started();
      run.emit({ type: 'STEP_STARTED', stepName: 'plan' });
      run.emit({ type: 'TEXT_MESSAGE_START', messageId: 'm1', role: 'assistant' });
      run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'Half' });
      await aborted(run.signal);
    });
    const client = await fixture.client();
    const agent = client.agent();
    agent.subscribe({
      onRunFinishedEvent: ({ event }) => void heard.push(`finished ${event.runId}`),
      onRunErrorEvent: () => void heard.push('error'),
      onRunFailed: () => void heard.push('failed'),
      onRunFinalized: () => void heard.push('finalized'),
    });
    const running = send(client, { id: 'u1', content: 'hi' });
    await until('half an answer', () => agent.messages.some(({ content }) => content === 'Half'));
    client.core.stopAgent({ agent });
    await running;
    expect(heard).toEqual([expect.stringMatching(/^finished .+/), 'finalized']);
    expect(agent.isRunning).toBe(false);
    expect(fixture.served.calls.at(-1)).toMatchObject({ method: 'agent/stop', threadId: 't1' });
    client.expectErrors();
    fixture.guard.expectSilence();
  });

  it('goes on after a stop', async () => {
    const first = createGate();
    await fixture.serve(async (run) => {
      run.started();
      if (run.input.messages.length === 1) {
        first.open();
        await aborted(run.signal);
        return;
      }
      run.say('m2', 'Here I am');
      run.finished();
    });
    const client = await fixture.client();
    const running = send(client, { id: 'u1', content: 'hi' });
    await first.passed;
    client.core.stopAgent({ agent: client.agent() });
    await running;
    await send(client, { id: 'u2', content: 'again' });
    expect(client.agent().messages.at(-1)).toMatchObject({ id: 'm2', content: 'Here I am' });
    client.expectErrors();
    fixture.guard.expectSilence();
  });

  it('hands the result of a run to the application', async () => {
    await fixture.serve((run) => {
      const { threadId, runId } = run.input;
      run.started();
      run.emit({ type: 'RUN_FINISHED', threadId, runId, result: { rows: 3 } });
    });
    const client = await fixture.client();
    expect(await send(client, { id: 'u1', content: 'hi' })).toEqual({ rows: 3 });
    client.expectErrors();
    fixture.guard.expectSilence();
  });
});
