import { createGate } from '../support/gate.js';
import { anyParameters, send } from '../support/copilot-core.js';
import type { Script } from '../support/scripted-agent.js';
import { until } from '../support/until.js';
import { CoreFixture, CORE_TRANSPORTS } from './support/core-fixture.js';
import { callTool, think } from './support/run-scenarios.js';

describe.each(CORE_TRANSPORTS)('CopilotKit core that connects over %s', (transport) => {
  let fixture: CoreFixture;
  beforeEach(() => {
    fixture = new CoreFixture(transport);
  });
  afterEach(() => fixture.release());

  const answer: Script = (run) => {
    const { runId } = run.input;
    run.started();
    think(run, `think-${runId}`, 'Hm');
    run.emit({ type: 'STATE_SNAPSHOT', snapshot: { runs: run.input.messages.length } });
    run.emit({
      type: 'ACTIVITY_SNAPSHOT',
      messageId: `activity-${runId}`,
      activityType: 'SEARCH',
      content: { hits: 1 },
    });
    run.say(`m-${runId}`, 'Hello ', 'world');
    run.finished();
  };

  it('has the conversation back after a reload', async () => {
    await fixture.serve(answer);
    const before = await fixture.client();
    await send(before, { id: 'u1', content: 'one' });
    await send(before, { id: 'u2', content: 'two' });
    const after = await fixture.client();
    await after.core.connectAgent({ agent: after.agent() });
    expect(after.agent().messages).toEqual(before.agent().messages);
    expect(after.agent().state).toEqual(before.agent().state);
    for (const each of [before, after]) each.expectErrors();
    fixture.guard.expectSilence();
  });

  it('does not see anything double when it connects again and again [client.core-reconnect] [trap.t18]', async () => {
    await fixture.serve(answer);
    const client = await fixture.client();
    await client.core.connectAgent({ agent: client.agent() });
    await send(client, { id: 'u1', content: 'one' });
    const { messages, state } = structuredClone({
      messages: client.agent().messages,
      state: client.agent().state,
    });
    for (let time = 0; time < 3; time += 1) {
      await client.core.connectAgent({ agent: client.agent() });
      expect(client.agent().messages).toEqual(messages);
      expect(client.agent().state).toEqual(state);
    }
    await send(client, { id: 'u2', content: 'two' });
    expect(client.agent().messages.slice(0, messages.length)).toEqual(messages);
    client.expectErrors();
    fixture.guard.expectSilence();
  });

  it('changes from thread to thread and back', async () => {
    await fixture.serve(answer);
    const client = await fixture.client();
    const agent = client.agent();
    const kept = new Map<string, unknown>();
    for (const threadId of ['one', 'two', 'one', 'two']) {
      agent.threadId = threadId;
      await client.core.connectAgent({ agent });
      if (kept.has(threadId)) {
        expect(agent.messages).toEqual(kept.get(threadId));
      } else {
        expect(agent.messages).toEqual([]);
        await send(client, { id: `u-${threadId}`, content: threadId });
        kept.set(threadId, structuredClone(agent.messages));
      }
    }
    client.expectErrors();
    fixture.guard.expectSilence();
  });

  it('follows a live run from a second window, and stops it from there [client.core-live-reconnect]', async () => {
    const rest = createGate();
    await fixture.serve(async (run) => {
      run.started();
      run.emit({ type: 'STEP_STARTED', stepName: 'plan' });
      run.emit({ type: 'TEXT_MESSAGE_START', messageId: 'm1', role: 'assistant' });
      run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'Hello ' });
      await rest.passed;
      run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'world' });
      await new Promise<void>((resolve) => {
        run.signal.addEventListener('abort', () => resolve());
      });
    });
    const first = await fixture.client();
    const second = await fixture.client();
    const running = send(first, { id: 'u1', content: 'hi' });
    const textIn = (client: typeof first): unknown => client.agent().messages.at(-1)?.content;
    await until('the first words', () => textIn(first) === 'Hello ');
    const watching = second.core.connectAgent({ agent: second.agent() });
    await until('the first words in the second window', () => textIn(second) === 'Hello ');
    rest.open();
    for (const client of [first, second]) {
      await until('the rest', () => textIn(client) === 'Hello world');
    }
    second.core.stopAgent({ agent: second.agent() });
    await Promise.all([running, watching]);
    for (const client of [first, second]) {
      expect(client.agent().messages).toEqual([
        { id: 'u1', role: 'user', content: 'hi' },
        { id: 'm1', role: 'assistant', content: 'Hello world' },
      ]);
      client.expectErrors();
    }
    fixture.guard.expectSilence();
  });

  it('comes back to a live run that its own connection has lost [client.core-live-reconnect] [trap.t18]', async () => {
    const rest = createGate();
    await fixture.serve(async (run) => {
      run.started();
      run.emit({ type: 'TEXT_MESSAGE_START', messageId: 'm1', role: 'assistant' });
      run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'Hello ' });
      await rest.passed;
      run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'world' });
      run.emit({ type: 'TEXT_MESSAGE_END', messageId: 'm1' });
      run.finished();
    });
    const client = await fixture.client();
    const agent = client.agent();
    await client.core.connectAgent({ agent });
    const running = send(client, { id: 'u1', content: 'hi' });
    await until('the first words', () => agent.messages.at(-1)?.content === 'Hello ');
    // Connecting leaves the stream of the run, as a chat does that is mounted anew.
    const again = client.core.connectAgent({ agent });
    await until('the connection', () => fixture.calls().length === 4);
    rest.open();
    await Promise.all([running, again]);
    expect(agent.messages).toEqual([
      { id: 'u1', role: 'user', content: 'hi' },
      { id: 'm1', role: 'assistant', content: 'Hello world' },
    ]);
    client.expectErrors();
    fixture.guard.expectSilence();
  });

  it('asks the user again whom it has not heard before the reload [client.core-human-in-the-loop]', async () => {
    await fixture.serve((run) => {
      const reply = run.input.messages.find(({ role }) => role === 'tool');
      run.started();
      if (reply === undefined)
        callTool(run, { id: 'call', name: 'confirm', args: ['{}'], parent: 'm1' });
      else run.say('m2', `You said ${String(reply.content)}`);
      run.finished();
    });
    const unanswered = await fixture.client();
    await send(unanswered, { id: 'u1', content: 'hi' });
    const client = await fixture.client();
    client.core.addTool({
      type: 'human-in-the-loop',
      name: 'confirm',
      parameters: anyParameters({ type: 'object' }),
      handler: async () => 'yes',
    });
    await client.core.connectAgent({ agent: client.agent() });
    await until('the answer', () => client.agent().messages.at(-1)?.content === 'You said yes');
    for (const each of [unanswered, client]) each.expectErrors();
    fixture.guard.expectSilence();
  });
});
