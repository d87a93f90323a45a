import { describe, expect, it } from '@jest/globals';
import { createGate, type Gate } from '@flightdeck/testing';
import { connectThread } from '../src/runs/connect-thread.js';
import { SILENT_LOGGER } from '../src/runtime/logger.js';
import { settle } from './support/fault-bench.js';
import { SharedStore } from './support/shared-store.js';
import { pullUntil, readEvents, startEngine } from './support/start-engine.js';

const text = (delta: string) => ({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta });

/** A run whose agent says what the test tells it to, on a store whose appends wait for a gate. */
async function bench(maxUndurableMs: number | null = 250) {
  const shared = new SharedStore();
  const node = shared.node('first');
  const { engine, clock, start } = startEngine(node.store);
  const gates: Gate[] = [];
  const append = shared.append.bind(shared);
  const hold = (): Gate => {
    const gate = createGate();
    gates.push(gate);
    shared.append = async (item) => {
      await gate.opened;
      return append(item);
    };
    return gate;
  };
  let say: (event: unknown) => void = () => undefined;
  const agent = {
    clone: () => agent,
    runAgent(_input: unknown, subscriber: { onEvent(params: unknown): void }) {
      say = (event) => subscriber.onEvent({ event });
      return new Promise(() => undefined);
    },
  };
  const run = await start(agent, { maxUndurableMs });
  say({ type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' });
  await run.settled();
  const viewer = engine.watch(run);
  await pullUntil(viewer, 'TEXT_MESSAGE_START');
  return { shared, node, engine, clock, run, viewer, hold, say: (event: unknown) => say(event) };
}

/** What a viewer is given without anything else happening, or `null`. */
async function seenBy(pulling: Promise<string | null>): Promise<string | null> {
  const nothing = settle().then(() => null);
  return Promise.race([pulling, nothing]);
}

describe('live delivery', () => {
  it('shows text of a run of this process before it is in the store, under its final number [durable.first-stored]', async () => {
    const { run, viewer, hold, say } = await bench();
    const gate = hold();
    say(text('early'));
    expect(await viewer.pull()).toBe(
      `id: ${run.view.fence}.3\ndata: ${JSON.stringify(text('early'))}\n\n`,
    );
    gate.open();
    await run.settled();
    say(text('later'));
    expect(await viewer.pull()).toContain(`id: ${run.view.fence}.4\n`);
  });

  it('is off by default [durable.first-stored]', async () => {
    const { viewer, hold, say } = await bench(null);
    const gate = hold();
    say(text('early'));
    const pulling = viewer.pull();
    expect(await seenBy(pulling)).toBeNull();
    gate.open();
    expect(await pulling).toContain('early');
  });

  it.each([
    { type: 'CUSTOM', name: 'n', value: 1 },
    { type: 'STATE_SNAPSHOT', snapshot: {} },
    { type: 'MESSAGES_SNAPSHOT', messages: [] },
    { type: 'TOOL_CALL_RESULT', toolCallId: 'c', messageId: 'r', role: 'tool', content: 'x' },
  ])('keeps $type and everything behind it back until it is stored', async (barrier) => {
    const { viewer, hold, say } = await bench();
    const gate = hold();
    say(text('before'));
    say(barrier);
    say({ type: 'TEXT_MESSAGE_START', messageId: 'behind', role: 'assistant' });
    const first = await viewer.pull();
    expect(first).toContain('before');
    expect(first).not.toContain(barrier.type);
    const pulling = viewer.pull();
    expect(await seenBy(pulling)).toBeNull();
    gate.open();
    expect(await pulling).toContain(barrier.type);
  });

  it('shows nothing behind an event that the store has been owing for too long', async () => {
    const { clock, viewer, hold, say } = await bench();
    const gate = hold();
    say(text('early'));
    expect(await viewer.pull()).toContain('early');
    clock.advance(250);
    say(text('in time'));
    expect(await viewer.pull()).toContain('in time');
    clock.advance(1);
    say(text('too late'));
    const pulling = viewer.pull();
    expect(await seenBy(pulling)).toBeNull();
    gate.open();
    expect(await pulling).toContain('too late');
  });

  it('lets a viewer that joins see the same, after what is stored', async () => {
    const { engine, hold, say } = await bench();
    hold();
    say(text('early'));
    const scope = { tenantId: '', userId: null };
    const request = { scope, threadId: 't', hasMessages: false, canResume: false };
    const joined = await connectThread(engine, request, SILENT_LOGGER);
    if (joined === null) throw new Error('no thread');
    const stored = await joined.source.pull();
    expect(stored).toContain('TEXT_MESSAGE_START');
    expect(await joined.source.pull()).toContain('early');
  });

  it('says so when text that was shown is not what the next owner has stored', async () => {
    const { shared, viewer, hold, say } = await bench();
    const second = shared.node('second');
    hold();
    for (const delta of ['a', 'b', 'c', 'd']) say(text(delta));
    expect(await viewer.pull()).toContain('"d"');
    await shared.takeOver('t', second, { tellOwner: true });
    const [held] = shared.heldBy(second as never);
    if (held === undefined) throw new Error('not taken over');
    const events = ['{"type":"TEXT_MESSAGE_END","messageId":"m"}', '{"type":"RUN_ERROR"}'];
    const { threadPk, runPk } = held.base;
    const item = { threadPk, runPk, fence: held.base.fence, firstSeq: 3, events, messageIds: [] };
    await shared.base.log.append([{ ...item, close: { status: 'failed' } }]);
    shared.base.bus.hint(threadPk, 4);
    expect(await readEvents(viewer)).toMatchObject([{ type: 'RUN_ERROR', code: 'OWNER_LOST' }]);
  });
});

describe('a viewer of a run of this process', () => {
  const EVENTS = 3_000;

  /** A run of many events with pauses, and how often the log is asked meanwhile. */
  async function talking() {
    const shared = new SharedStore();
    let questions = 0;
    const { log } = shared.base;
    const [read, heads] = [log.read.bind(log), log.heads.bind(log)];
    log.read = (...args) => {
      questions += 1;
      return read(...args);
    };
    log.heads = (...args) => {
      questions += 1;
      return heads(...args);
    };
    const { engine, start } = startEngine(shared.node('first').store);
    const run = await start(async function* script() {
      for (let value = 0; value < EVENTS; value += 1) {
        yield { type: 'CUSTOM', name: 'count', value };
        if (value % 10 === 0) await settle();
      }
      yield { type: 'RUN_FINISHED' };
    });
    return { run, viewer: engine.watch(run), questions: () => questions };
  }

  const counted = Array.from({ length: EVENTS }, (_, value) => value);

  it('asks the log for the beginning at most, as long as it keeps up', async () => {
    const { viewer, questions } = await talking();
    const values = (await readEvents(viewer)).flatMap(({ value }) => value ?? []);
    expect(values).toEqual(counted);
    expect(questions()).toBeLessThanOrEqual(1);
  });

  it('reads there what it has missed, and nothing twice', async () => {
    const { run, viewer } = await talking();
    await viewer.pull();
    await run.ended;
    const values = (await readEvents(viewer)).flatMap(({ value }) => value ?? []);
    expect(values.slice(-2_900)).toEqual(counted.slice(-2_900));
    expect(new Set(values).size).toBe(values.length);
  });
});

describe('a viewer of a run of another process', () => {
  it('is not told the whole thread again to find out that the run is over', async () => {
    const shared = new SharedStore();
    let tellings = 0;
    const history = shared.base.log.history.bind(shared.base.log);
    shared.base.log.history = (...args) => {
      tellings += 1;
      return history(...args);
    };
    const { engine } = startEngine(shared.node('here').store);
    const gate = createGate();
    const run = await startEngine(shared.node('there').store).start(async function* script() {
      await gate.opened;
      yield { type: 'RUN_FINISHED' };
    });
    const request = { threadId: 't', hasMessages: false, canResume: false };
    const scope = { tenantId: '', userId: null };
    const joined = await connectThread(engine, { scope, ...request }, SILENT_LOGGER);
    if (joined === null) throw new Error('no thread');
    await joined.source.pull();
    const rest = readEvents(joined.source);
    gate.open();
    await run.ended;
    expect(await rest).toMatchObject([{ type: 'RUN_FINISHED' }]);
    expect(tellings).toBe(1);
  });
});
