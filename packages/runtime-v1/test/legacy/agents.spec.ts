import { describe, expect, it } from '@jest/globals';
import {
  createGate,
  createStage,
  runFinished,
  runStarted,
  ScriptedAgent,
  textMessage,
  toolCall,
  uniqueId,
} from '@flightdeck/testing';
import { LegacyClient, userText } from './support/legacy-client.js';
import { createLegacyServer } from './support/legacy-server.js';

const AGENTS = 'query availableAgents { availableAgents { agents { name id description } } }';
const LOAD = `query loadAgentState($data: LoadAgentStateInput!) {
  loadAgentState(data: $data) { threadId threadExists state messages }
}`;

interface Loaded {
  readonly data: {
    readonly loadAgentState: {
      readonly threadExists: boolean;
      readonly state: string;
      readonly messages: string;
    };
  };
}

describe('an old client of an agent', () => {
  const stage = createStage({ description: 'Plans' });
  const { fetch } = createLegacyServer({
    agents: { planner: stage.agent, other: new ScriptedAgent() },
  });
  const client = new LegacyClient(fetch);
  const session = { agentSession: { agentName: 'planner' } };

  async function load(threadId: string): Promise<Loaded['data']['loadAgentState']> {
    const data = { agentName: 'planner', threadId };
    const { data: loaded } = await client.ask<Loaded>(LOAD, { data });
    return loaded.loadAgentState;
  }

  it('is told which agents there are [v1.legacy.agents]', async () => {
    expect(await client.ask(AGENTS)).toEqual({
      data: {
        __typename: 'Query',
        availableAgents: {
          __typename: 'AgentsResponse',
          agents: [
            { __typename: 'Agent', id: 'planner', name: 'planner', description: 'Plans' },
            { __typename: 'Agent', id: 'other', name: 'other', description: '' },
          ],
        },
      },
    });
  });

  it('is told where its agent is, and what its state is, as it sent it and as it changes [v1.legacy.agents]', async () => {
    const threadId = uniqueId('thread');
    stage.play(threadId, ({ input }) => [
      runStarted(input),
      { type: 'STEP_STARTED', stepName: 'plan' },
      { type: 'STATE_DELTA', delta: [{ op: 'replace', path: '/hits', value: 2 }] },
      ...textMessage('m', 'Planned'),
      { type: 'STEP_FINISHED', stepName: 'plan' },
      runFinished(input),
    ]);
    const { messages } = await client.generate({
      ...session,
      threadId,
      agentStates: [{ agentName: 'planner', state: '{"hits":1}', config: '{}' }],
      messages: [userText('Plan', 'u1')],
    });
    const [run] = stage.runsOf(threadId);
    expect(run?.input.state).toEqual({ hits: 1 });
    const states = messages.filter(({ __typename }) => __typename.startsWith('AgentState'));
    expect(states.map(({ nodeName, active, state }) => [nodeName, active, state])).toEqual([
      ['plan', true, '{"hits":2}'],
      ['plan', false, '{"hits":2}'],
      ['plan', false, '{"hits":2}'],
    ]);
  });

  it('loads a thread as it was left, and goes on with it [v1.legacy.agents]', async () => {
    const threadId = uniqueId('thread');
    stage.play(threadId, ({ input }) => [
      runStarted(input),
      { type: 'STATE_SNAPSHOT', snapshot: { hits: 2, messages: ['its own'] } },
      ...textMessage('m1', 'Planned'),
      ...toolCall({ id: 'c1', name: 'show', args: { a: 1 } }),
      runFinished(input),
    ]);
    const data = { ...session, threadId, messages: [userText('Plan', 'u1')] };
    await client.generate(data);
    const { threadExists, state, messages } = await load(threadId);
    expect(threadExists).toBe(true);
    expect(JSON.parse(state)).toEqual({ hits: 2 });
    expect(JSON.parse(messages)).toEqual([
      { id: 'u1', role: 'user', content: 'Plan' },
      { id: 'm1', role: 'assistant', content: 'Planned' },
      { id: 'c1', name: 'show', arguments: { a: 1 }, parentMessageId: 'c1' },
    ]);
  });

  it('does not wait for a run that is under way', async () => {
    const threadId = uniqueId('thread');
    const gate = createGate();
    stage.play(threadId, async function* play({ input }) {
      yield runStarted(input);
      yield* textMessage('m1', 'First');
      await gate.opened;
      yield runFinished(input);
    });
    const data = { ...session, threadId, messages: [userText('Plan', 'u1')] };
    const running = client.generate(data);
    let messages: unknown[] = [];
    while (messages.length < 2) messages = JSON.parse((await load(threadId)).messages) as unknown[];
    expect(messages).toHaveLength(2);
    gate.open();
    await running;
  });

  it('finds nothing in a thread that is new', async () => {
    expect(await load(uniqueId('thread'))).toMatchObject({
      threadExists: false,
      state: '{}',
      messages: '[]',
    });
  });

  it('is told of an agent that does not exist by everything it asks it [v1.legacy.errors]', async () => {
    const agentName = 'nobody';
    const loaded = await client.ask(LOAD, { data: { agentName, threadId: 't' } });
    const refusal = {
      data: null,
      errors: [
        {
          message: expect.stringContaining("Agent 'nobody' does not exist"),
          extensions: expect.objectContaining({ code: 'AGENT_NOT_FOUND', visibility: 'banner' }),
        },
      ],
    };
    expect(loaded).toEqual(refusal);
    const query = 'mutation { generateCopilotResponse { threadId } }';
    const asked = await client.ask(query, { data: { agentSession: { agentName } } });
    expect(asked).toEqual(refusal);
  });

  it('answers what has stopped an agent of LangGraph [v1.legacy.interrupts]', async () => {
    const threadId = uniqueId('thread');
    stage.play(threadId, ({ input }) => [
      runStarted(input),
      { type: 'CUSTOM', name: 'on_interrupt', value: 'Which colour?' },
      runFinished(input),
    ]);
    const data = { ...session, threadId, messages: [userText('Paint', 'u1')] };
    const { metaEvents } = await client.generate(data);
    expect(metaEvents).toEqual([
      {
        __typename: 'LangGraphInterruptEvent',
        type: 'MetaEvent',
        name: 'LangGraphInterruptEvent',
        value: 'Which colour?',
      },
    ]);
    const answer = { name: 'LangGraphInterruptEvent', value: 'Which colour?', response: 'blue' };
    await client.generate({ ...data, metaEvents: [answer] });
    const { input } = stage.runsOf(threadId)[1] ?? {};
    expect(input?.forwardedProps).toEqual({
      command: { resume: 'blue', interruptEvent: 'Which colour?' },
    });
    expect(input?.resume).toBeUndefined();
  });

  it('answers what has stopped an agent of AG-UI [v1.legacy.interrupts]', async () => {
    const threadId = uniqueId('thread');
    const interrupts = [
      { id: 'i1', reason: 'confirm', message: 'Sure?' },
      { id: 'i2', reason: 'confirm', message: 'Really?' },
    ];
    stage.play(threadId, ({ input }) => [
      runStarted(input),
      input.resume === undefined
        ? { ...runFinished(input), outcome: { type: 'interrupt', interrupts } }
        : runFinished(input),
    ]);
    const data = { ...session, threadId, messages: [userText('Paint', 'u1')] };
    const { metaEvents } = await client.generate(data);
    expect(metaEvents.map(({ value }) => JSON.parse(String(value)))).toEqual(interrupts);
    const answers = metaEvents.map(({ name, value }) => ({ name, value, response: '{"ok":true}' }));
    const { status } = await client.generate({ ...data, metaEvents: answers.toReversed() });
    expect(status.code).toBe('Success');
    expect(stage.runsOf(threadId)[1]?.input.resume).toEqual([
      { interruptId: 'i2', status: 'resolved', payload: { ok: true } },
      { interruptId: 'i1', status: 'resolved', payload: { ok: true } },
    ]);
  });
});
