import { describe, expect, it } from '@jest/globals';
import type { BaseEvent, Message } from '@flightdeck/core';
import { memoryThreads, UNSCOPED, type StoreEngine } from '@flightdeck/store';
import {
  createGate,
  runFinished,
  runStarted,
  textMessage,
  toolCall,
  type AgentRun,
  type Script,
} from '@flightdeck/testing';
import { createBreakableStore } from './support/breakable-store.js';
import { callingMessage, toolMessage } from './support/random-conversation.js';
import { pullUntil } from './support/start-engine.js';
import { TalkingEngine } from './support/talking-engine.js';

const user = (id: string): Message => ({ id, role: 'user', content: id });
const call = callingMessage('c1', 'c1');
const ALREADY = 'already_answered';

const asks: Script = ({ input }) => [
  ...toolCall({ id: 'c1', name: 'ask', args: {} }),
  runFinished(input),
];
const interrupts: Script = ({ input }) => [
  runStarted(input),
  {
    ...runFinished(input),
    outcome: { type: 'interrupt', interrupts: [{ id: 'i1', reason: 'approval' }] },
  },
];
const fails: Script = () => {
  throw new Error('The model is down');
};
const resume = (status = 'resolved', interruptId = 'i1') => [{ interruptId, status }];

/** Every event of the thread. */
async function logOf(store: StoreEngine): Promise<BaseEvent[]> {
  const thread = await store.threads.get(UNSCOPED, 't');
  const events: BaseEvent[] = [];
  for await (const run of store.log.history(thread?.threadPk ?? 0)) {
    events.push(...run.events.map(({ json }) => JSON.parse(json) as BaseEvent));
  }
  return events;
}

const POLICIES = ['reject', 'enqueue', 'supersede'] as const;

describe('the answer to a tool call', () => {
  it('is taken once, whoever else answers [pending.answered-once]', async () => {
    const store = memoryThreads();
    const [here, there] = [new TalkingEngine({ store }), new TalkingEngine({ store })];
    await here.run([user('u1')], { script: asks, runId: 'asking' });
    await here.run([user('u1'), call, toolMessage('c1', 'here')]);
    const late = [user('u1'), call, toolMessage('c1', 'there')];
    expect(await there.refusalOf(late, { runId: 'late' })).toBe(ALREADY);
    expect(await there.refusalOf([toolMessage('c1', 'there')], { runId: 'bare' })).toBe(ALREADY);
    expect(there.given).toEqual([]);
    expect((await logOf(store)).filter(({ type }) => type === 'RUN_STARTED')).toHaveLength(2);
  });

  it('may be sent again with every later run, and again if its run has failed', async () => {
    const talking = new TalkingEngine();
    await talking.run([user('u1')], { script: asks });
    const all = [user('u1'), call, toolMessage('c1')];
    await talking.run(all, { script: fails });
    await talking.run(all);
    await talking.run([...all, user('u2')]);
    expect(talking.lastGiven).toBe('u1 c1 c1-answer u2');
  });

  it('may come after the user has gone on [pending.never-blocks]', async () => {
    const talking = new TalkingEngine();
    await talking.run([user('u1')], { script: asks });
    await talking.run([user('u1'), call, user('u2')]);
    expect(talking.lastGiven).toBe('u1 c1 c1-result u2');
    await talking.run([user('u1'), call, toolMessage('c1'), user('u2')]);
    expect(talking.lastGiven).toBe('u1 c1 c1-answer u2');
  });

  it('gives way to what was answered elsewhere, when the user says something new with it', async () => {
    const talking = new TalkingEngine();
    await talking.run([user('u1')], { script: asks });
    await talking.run([user('u1'), call, toolMessage('c1', 'first')]);
    await talking.run([user('u1'), call, toolMessage('c1', 'late'), user('u2')]);
    expect(talking.lastGiven).toBe('u1 c1 first u2');
    expect(JSON.stringify(await logOf(talking.store))).not.toContain('late');
  });

  it('may take the place of what a stopped run wrote for want of one', async () => {
    const talking = new TalkingEngine();
    const run = await talking.start([user('u1')], {
      async *script() {
        yield* toolCall({ id: 'c1', name: 'ask', args: {} });
        await new Promise(() => undefined);
      },
    });
    await pullUntil(talking.engine.watch(run), 'TOOL_CALL_END');
    await talking.engine.stop(UNSCOPED, 't');
    await run.ended;
    expect((await logOf(talking.store)).map(({ type }) => type)).toContain('TOOL_CALL_RESULT');
    await talking.run([user('u1'), call, toolMessage('c1', 'c1-result'), toolMessage('c1')]);
    expect(talking.lastGiven).toBe('u1 c1 c1-answer');
  });

  it('is none if a client tells the conversation under ids of its own', async () => {
    const talking = new TalkingEngine();
    await talking.run([user('u1')], { script: asks });
    await talking.run([user('u1'), call, toolMessage('c1')]);
    const retold = [user('x1'), callingMessage('x2', 'c1'), toolMessage('c1', 'x3'), user('x4')];
    expect(await talking.refusalOf(retold.slice(1, 3))).toBeNull();
    expect(await talking.refusalOf(retold)).toBeNull();
    expect(talking.lastGiven).toMatch(/x1 x2 x3 x4$/);
  });

  it('is a new one when a model uses the id of a call again', async () => {
    const talking = new TalkingEngine();
    await talking.run([user('u1')], { script: asks });
    await talking.run([toolMessage('c1', 'first')], { script: asks });
    expect(await talking.refusalOf([toolMessage('c1', 'second')])).toBeNull();
    expect(await talking.refusalOf([toolMessage('c1', 'third')])).toBe(ALREADY);
  });

  it.each(POLICIES)('wins over one that comes at the same time (%s)', async (onBusy) => {
    const store = memoryThreads();
    const [here, there] = [
      new TalkingEngine({ store, onBusy }),
      new TalkingEngine({ store, onBusy }),
    ];
    await here.run([user('u1')], { script: asks, runId: 'asking' });
    const outcomes = await Promise.all([
      here.refusalOf([user('u1'), call, toolMessage('c1', 'a')], { runId: 'run-a' }),
      there.refusalOf([user('u1'), call, toolMessage('c1', 'b')], { runId: 'run-b' }),
    ]);
    expect(outcomes.filter((code) => code === null)).toHaveLength(1);
    expect(outcomes).toContain(onBusy === 'reject' ? 'run_in_progress' : ALREADY);
    const answers = (await logOf(store)).flatMap(({ input }) =>
      ((input as { messages?: Message[] })?.messages ?? []).filter(({ role }) => role === 'tool'),
    );
    expect(answers).toHaveLength(1);
  });
});

describe('the answer to an interrupt', () => {
  it('is taken once [pending.answered-once]', async () => {
    const store = memoryThreads();
    const [here, there] = [new TalkingEngine({ store }), new TalkingEngine({ store })];
    await here.run([user('u1')], { script: interrupts, runId: 'asking' });
    await here.run([user('u1')], { resume: resume(), runId: 'answering' });
    expect(here.given.at(-1)?.resume).toEqual(resume());
    const late = { resume: resume('cancelled'), runId: 'late' };
    expect(await there.refusalOf([user('u1')], late)).toBe(ALREADY);
    expect(there.given).toEqual([]);
  });

  it('is not late when its own run is sent again, by a client that did not get the reply', async () => {
    const talking = new TalkingEngine();
    await talking.run([user('u1')], { script: interrupts });
    const again = { resume: resume(), runId: 'answering' };
    await talking.run([user('u1')], again);
    expect(await talking.refusalOf([user('u1')], again)).toBe('duplicate_run');
  });

  it('may come under the id of the run that has asked, which the new one is a part of [pending.own-run-id]', async () => {
    const talking = new TalkingEngine();
    await talking.run([user('u1')], { script: interrupts, runId: 'asking' });
    const answering = { resume: resume(), runId: 'asking' };
    await talking.run([user('u1')], answering);
    const given = talking.given.at(-1);
    expect(given).toMatchObject({ resume: resume(), parentRunId: 'asking' });
    expect(given?.runId).not.toBe('asking');
    const started = (await logOf(talking.store)).filter(({ type }) => type === 'RUN_STARTED');
    expect(started.map(({ runId }) => runId)).toEqual(['asking', given?.runId]);

    await expect(talking.run([user('u1')], answering)).rejects.toMatchObject({
      code: 'duplicate_run',
      body: { runId: given?.runId },
    });
    expect(talking.given).toHaveLength(2);
  });

  it('may come under the first id each time that an agent asks once more', async () => {
    const talking = new TalkingEngine();
    await talking.run([user('u1')], { script: interrupts, runId: 'asking' });
    const answering = { resume: resume(), runId: 'asking' };
    await talking.run([user('u1')], { ...answering, script: interrupts });
    expect(await talking.refusalOf([user('u1')], answering)).toBeNull();
    expect(await talking.refusalOf([user('u1')], answering)).toBe('duplicate_run');
  });

  it('can be stopped under the id by which its client knows it', async () => {
    const talking = new TalkingEngine();
    await talking.run([user('u1')], { script: interrupts, runId: 'asking' });
    const gate = createGate();
    async function* script({ input }: AgentRun) {
      await gate.opened;
      yield runFinished(input);
    }
    const answering = { resume: resume(), runId: 'asking', script };
    const { ended, runId } = await talking.start([user('u1')], answering);
    expect(await talking.engine.stop(UNSCOPED, 't', 'other')).toMatchObject({ kind: 'other-run' });
    expect(await talking.engine.stop(UNSCOPED, 't', 'asking')).toEqual({ kind: 'stopping', runId });
    gate.open();
    await ended;
  });

  it('makes no used run id good when nobody has asked', async () => {
    const talking = new TalkingEngine();
    await talking.run([user('u1')], { runId: 'used' });
    const answering = { resume: resume('resolved', 'unknown'), runId: 'used' };
    expect(await talking.refusalOf([user('u1')], answering)).toBe('duplicate_run');
  });

  it('is asked for again when the run that brought it has failed', async () => {
    const talking = new TalkingEngine();
    await talking.run([user('u1')], { script: interrupts });
    await talking.run([user('u1')], { resume: resume(), script: fails });
    await talking.run([user('u1')], { resume: resume() });
    expect(talking.given.at(-1)?.resume).toEqual(resume());
    expect(await talking.refusalOf([user('u1')], { resume: resume() })).toBe(ALREADY);
  });

  it('is a new one when the agent interrupts with the same id again', async () => {
    const talking = new TalkingEngine();
    await talking.run([user('u1')], { script: interrupts });
    await talking.run([user('u1')], { resume: resume(), script: interrupts });
    expect(await talking.refusalOf([user('u1')], { resume: resume() })).toBeNull();
    expect(await talking.refusalOf([user('u1')], { resume: resume() })).toBe(ALREADY);
  });

  it('may come after the user has gone on [pending.never-blocks]', async () => {
    const talking = new TalkingEngine();
    await talking.run([user('u1')], { script: interrupts });
    await talking.run([user('u1'), user('u2')]);
    expect(await talking.refusalOf([user('u1'), user('u2')], { resume: resume() })).toBeNull();
  });

  it('is left out when it is late and the user says something new with it', async () => {
    const talking = new TalkingEngine();
    await talking.run([user('u1')], { script: interrupts });
    await talking.run([user('u1')], { resume: resume() });
    await talking.run([user('u1'), user('u2')], { resume: resume() });
    expect(talking.given.at(-1)?.resume).toBeUndefined();
  });

  it('leaves its call open for the agent to fill in', async () => {
    const talking = new TalkingEngine();
    await talking.run([user('u1')], { script: asks });
    await talking.run([user('u1'), call, user('u2')], { resume: resume('resolved', 'c1') });
    expect(talking.lastGiven).toBe('u1 c1 u2');
  });

  it('is not superseded by another one', async () => {
    const store = memoryThreads();
    const onBusy = 'supersede' as const;
    const [here, there] = [
      new TalkingEngine({ store, onBusy }),
      new TalkingEngine({ store, onBusy }),
    ];
    await here.run([user('u1')], { script: interrupts, runId: 'asking' });
    const gate = createGate();
    async function* script({ input }: AgentRun) {
      await gate.opened;
      yield* [...textMessage('m1', 'carried out'), runFinished(input)];
    }
    const answering = await here.start([user('u1')], { resume: resume(), script, runId: 'a' });
    const late = { resume: resume(), runId: 'b' };
    expect(await there.refusalOf([user('u1')], late)).toBe(ALREADY);
    gate.open();
    await answering.ended;
    expect(JSON.stringify(await logOf(store))).toContain('carried out');
  });

  it.each(POLICIES)('wins over one that comes at the same time (%s)', async (onBusy) => {
    const store = memoryThreads();
    const devices = ['a', 'b'].map((id) => ({ id, talking: new TalkingEngine({ store, onBusy }) }));
    await devices[0]?.talking.run([user('u1')], { script: interrupts, runId: 'asking' });
    const outcomes = await Promise.all(
      devices.map(({ id, talking }) =>
        talking.refusalOf([user('u1')], { resume: resume(), runId: id }),
      ),
    );
    expect(outcomes.filter((code) => code === null)).toHaveLength(1);
    const resumed = devices.flatMap(({ talking }) => talking.given).filter((input) => input.resume);
    expect(resumed.length).toBeLessThanOrEqual(1);
  });
});

describe('an answer that another one overtakes', () => {
  it('ends its run without the agent when it has the thread already', async () => {
    const breakable = createBreakableStore();
    const talking = new TalkingEngine({ store: breakable.store });
    await talking.run([user('u1')], { script: interrupts });
    await talking.run([user('u1')], { resume: resume() });
    // As if the other answer had not been there a moment before.
    const { threads } = breakable.store;
    const get = threads.get.bind(threads);
    threads.get = async () => null;
    expect(await talking.refusalOf([user('u1')], { resume: resume(), runId: 'late' })).toBe(
      ALREADY,
    );
    threads.get = get;
    expect(talking.given).toHaveLength(2);
    const events = (await logOf(breakable.store)).slice(-2);
    expect(events).toEqual([
      expect.objectContaining({ type: 'RUN_STARTED', runId: 'late' }),
      expect.objectContaining({ type: 'RUN_ERROR', code: 'ALREADY_ANSWERED' }),
    ]);
    await talking.run([user('u1'), user('u2')]);
    expect(talking.lastGiven).toContain('u2');
  });

  it('does not reach the agent either when the store cannot tell', async () => {
    const breakable = createBreakableStore();
    const talking = new TalkingEngine({ store: breakable.store });
    await talking.run([user('u1')], { script: interrupts });
    breakable.break('log', 'knownMessageIds', { after: 1 });
    expect(await talking.refusalOf([user('u1')], { resume: resume() })).toBe('unavailable');
    breakable.repair();
    expect(await talking.refusalOf([user('u1')], { resume: resume() })).toBeNull();
  });
});
