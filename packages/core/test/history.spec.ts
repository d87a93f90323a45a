import { describe, expect, it } from '@jest/globals';
import type { Message } from '@flightdeck/core';
import { memoryThreads, type StoreEngine } from '@flightdeck/store';
import { answer, runFinished, toolCall, type AgentRun } from '@flightdeck/testing';
import { createBreakableStore } from './support/breakable-store.js';
import { callingMessage, toolMessage } from './support/random-conversation.js';
import { TalkingEngine } from './support/talking-engine.js';

const user = (id: string): Message => ({ id, role: 'user', content: id });
const said = (id: string): Message => ({ id, role: 'assistant', content: id });

/** A thread on which a user has spoken so many times, and what a client has that saw it all. */
async function conversation(turns: number, talking: TalkingEngine): Promise<Message[]> {
  const all: Message[] = [];
  for (let turn = 1; turn <= turns; turn += 1) {
    all.push(user(`u${turn}`));
    await talking.run(all);
    all.push(said(`r${turn}-message`));
  }
  return all;
}

describe('the history that an agent is given', () => {
  it('is completed where the client sends only what is new', async () => {
    const talking = new TalkingEngine();
    await conversation(2, talking);
    await talking.run([user('u3')]);
    expect(talking.lastGiven).toBe('u1 r1-message u2 r2-message u3');
    expect(talking.given.at(-1)?.messages[1]).toMatchObject({ role: 'assistant', content: 'r1' });
  });

  it('is all of the thread where the client sends nothing', async () => {
    const talking = new TalkingEngine();
    await conversation(1, talking);
    await talking.run([]);
    expect(talking.lastGiven).toBe('u1 r1-message');
  });

  it('is what the client makes of it from the first shared message on', async () => {
    const talking = new TalkingEngine();
    const all = await conversation(3, talking);
    await talking.run(all.slice(0, 3));
    expect(talking.lastGiven).toBe('u1 r1-message u2');
    await talking.run([...all.slice(2, 3), user('u4')]);
    expect(talking.lastGiven).toBe('u1 r1-message u2 u4');
  });

  it('has the result of a tool behind its call, though the client sends only the result', async () => {
    const talking = new TalkingEngine();
    const script = ({ input }: AgentRun) => [
      ...toolCall({ id: 'c1', name: 'ask', args: {} }),
      runFinished(input),
    ];
    await talking.run([user('u1')], { script });
    await talking.run([toolMessage('c1')]);
    expect(talking.lastGiven).toBe('u1 c1 c1-answer');
  });

  it('stands in the messages of the agent as well as in its input', async () => {
    const talking = new TalkingEngine();
    await conversation(1, talking);
    const taken: unknown[] = [];
    const { engine } = talking;
    const agent = {
      clone: () => agent,
      setMessages: (messages: unknown) => void taken.push(messages),
      runAgent: async () => undefined,
    };
    const run = await engine.start({
      scope: { tenantId: '', userId: null },
      agentId: 'default',
      agent: agent as never,
      input: { threadId: 't', runId: 'x', messages: [user('u2')], tools: [], context: [] },
      history: 'full',
    });
    await run.ended;
    expect(taken).toEqual([[user('u1'), expect.anything(), user('u2')]]);
  });

  it('is neither stored nor told again', async () => {
    const talking = new TalkingEngine();
    await conversation(1, talking);
    await talking.run([callingMessage('a1', 'c1'), user('u2')]);
    expect(talking.lastGiven).toBe('u1 r1-message a1 c1-result u2');
    const told: unknown[] = [];
    const { threadPk } = (await talking.start([user('u3')])) as { threadPk: number };
    for await (const { events } of talking.store.log.history(threadPk)) {
      const { input } = JSON.parse(events[0]?.json ?? '{}') as { input?: { messages: Message[] } };
      told.push(input?.messages.map(({ id }) => id));
    }
    expect(told.slice(0, 3)).toEqual([['u1'], ['a1', 'u2'], ['u3']]);
  });

  it('begins with the last turn for agents with a memory of their own', async () => {
    const talking = new TalkingEngine({ history: 'lastTurn' });
    const all = await conversation(2, talking);
    expect(talking.lastGiven).toBe('u2');
    await talking.run([...all, callingMessage('a1', 'c1'), toolMessage('c1')]);
    expect(talking.lastGiven).toBe('a1 c1-answer');
    await talking.run([]);
    expect(talking.lastGiven).toBe('u2 r2-message a1 c1-answer r3-message');
  });

  it('is what the client sends, with all its flaws, if nothing else is wanted', async () => {
    const talking = new TalkingEngine({ history: 'none' });
    await conversation(1, talking);
    await talking.run([toolMessage('c9'), callingMessage('a1', 'c1'), user('u2')]);
    expect(talking.lastGiven).toBe('c9-answer a1 u2');
  });

  it('ends the run in an orderly way when the thread cannot be read', async () => {
    const breakable = createBreakableStore();
    const talking = new TalkingEngine({ store: breakable.store });
    await conversation(1, talking);
    breakable.break('log', 'history');
    const run = await talking.start([user('u2')]);
    await run.ended;
    expect(talking.given).toHaveLength(1);
    breakable.repair();
    const ends: unknown[] = [];
    for await (const { run: record } of talking.store.log.history(run.threadPk)) {
      ends.push(record.errorCode);
    }
    expect(ends).toEqual([null, 'STORE_UNAVAILABLE']);
    await talking.run([user('u3')]);
    expect(talking.lastGiven).toBe('u1 r1-message u2 u3');
  });
});

/** A store that counts the events that are read out of histories. */
function countingStore(): { readonly store: StoreEngine; readonly read: { events: number } } {
  const engine = memoryThreads();
  const read = { events: 0 };
  const history: StoreEngine['log']['history'] = async function* counted(...args) {
    for await (const run of engine.log.history(...args)) {
      read.events += run.events.length;
      yield run;
    }
  };
  const log = new Proxy(engine.log, {
    get(target, name) {
      if (name === 'history') return history;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { store: { ...engine, name: engine.name, log } as StoreEngine, read };
}

describe('a client that sends everything', () => {
  it('costs one stored event, however long the thread is', async () => {
    const { store, read } = countingStore();
    const talking = new TalkingEngine({ store });
    const costs: number[] = [];
    const all: Message[] = [];
    for (let turn = 1; turn <= 20; turn += 1) {
      all.push(user(`u${turn}`));
      read.events = 0;
      await talking.run(all);
      costs.push(read.events);
      all.push(said(`r${turn}-message`));
    }
    expect(costs).toEqual([0, ...Array.from({ length: 19 }, () => 1)]);
    read.events = 0;
    await talking.run([user('new')]);
    expect(read.events).toBeGreaterThan(20);
  });

  it('costs the first run where the agent has spoken first', async () => {
    const { store, read } = countingStore();
    const talking = new TalkingEngine({ store });
    const all: Message[] = [];
    for (let turn = 1; turn <= 10; turn += 1) {
      read.events = 0;
      await talking.run(all, { script: ({ input }) => answer(input) });
      all.push(said(`r${turn}-message`), user(`u${turn}`));
    }
    expect(read.events).toBeLessThan(10);
  });
});
