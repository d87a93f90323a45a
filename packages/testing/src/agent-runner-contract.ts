import assert from 'node:assert/strict';
import type { AgentRunner, BaseEvent, RunAgentInput } from '@flightdeck/core';
import { runFinished, runStarted, textMessage } from './agents/events.js';
import { createGate } from './agents/gate.js';
import { ScriptedAgent, type AgentRun, type Script } from './agents/scripted-agent.js';
import { runBodySaying } from './http/run-input.js';
import { until, withDeadline } from './support/with-deadline.js';
import type { TestApi } from './test-api.js';

export interface AgentRunnerContractOptions {
  /** Names the runner in the titles. */
  readonly name: string;
  readonly api: TestApi;
  /** Makes a runner without any threads; one for each case. */
  readonly createRunner: () => AgentRunner;
}

const THREAD = 'thread';

/** Checks that a runner keeps what `AgentRunner` promises: protocol.md 13.4. */
export function runAgentRunnerContract({
  name,
  api,
  createRunner,
}: AgentRunnerContractOptions): void {
  api.describe(`agent runner contract: ${name}`, () => {
    runCases(api, createRunner);
    busyCases(api, createRunner);
    stopCases(api, createRunner);
    connectCases(api, createRunner);
  });
}

function runCases(api: TestApi, createRunner: () => AgentRunner): void {
  api.it('a run begins with RUN_STARTED, ends with one terminal event, and completes', async () => {
    const events = await eventsOf(createRunner().run(asking(answer)));
    assert.deepEqual(
      events.map(({ type }) => type),
      [
        'RUN_STARTED',
        'TEXT_MESSAGE_START',
        'TEXT_MESSAGE_CONTENT',
        'TEXT_MESSAGE_END',
        'RUN_FINISHED',
      ],
    );
  });

  api.it('a run begins when it is started, not when somebody subscribes', async () => {
    const request = asking(answer);
    const events = await createRunner().run(request);
    await until(() => request.agent.log.runs.length === 1);
    await eventsOf(events);
    assert.equal(request.agent.log.runs.length, 1);
  });

  api.it('every subscriber is told all events, however late it comes', async () => {
    const request = asking(answer);
    const events = await createRunner().run(request);
    const first = await eventsOf(events);
    assert.deepEqual(await eventsOf(events), first);
    assert.equal(request.agent.log.runs.length, 1);
  });

  api.it('a run goes on when its subscriber leaves', async () => {
    const { gate, script } = waiting();
    const runner = createRunner();
    const events = await runner.run(asking(script));
    events.subscribe({}).unsubscribe();
    assert.equal(await runner.isRunning({ threadId: THREAD }), true);
    gate.open();
    assert.equal((await eventsOf(events)).at(-1)?.type, 'RUN_FINISHED');
  });

  api.it('an agent that throws ends its run with RUN_ERROR and frees the thread', async () => {
    const runner = createRunner();
    const failing = asking(() => {
      throw new Error('broken');
    });
    const events = await eventsOf(runner.run(failing));
    assert.equal(events.at(-1)?.type, 'RUN_ERROR');
    assert.equal(await runner.isRunning({ threadId: THREAD }), false);
    assert.equal((await eventsOf(runner.run(asking(answer)))).at(-1)?.type, 'RUN_FINISHED');
  });

  api.it('what an agent leaves open is closed before the end', async () => {
    const script = [{ type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' }];
    const types = (await eventsOf(createRunner().run(asking(script)))).map(({ type }) => type);
    assert.deepEqual(types.slice(-2), ['TEXT_MESSAGE_END', 'RUN_ERROR']);
  });

  api.it('inputs of AG-UI 1.0, in which most fields are optional, are taken', async () => {
    const request = asking(answer, { messages: undefined, tools: undefined, context: undefined });
    assert.equal((await eventsOf(createRunner().run(request))).at(-1)?.type, 'RUN_FINISHED');
  });
}

function busyCases(api: TestApi, createRunner: () => AgentRunner): void {
  api.it('a run on a busy thread is refused, and the active one is not disturbed', async () => {
    const { gate, script } = waiting();
    const runner = createRunner();
    const events = await runner.run(asking(script));
    await assert.rejects(async () => eventsOf(runner.run(asking(answer))), /already running/i);
    gate.open();
    assert.equal((await eventsOf(events)).at(-1)?.type, 'RUN_FINISHED');
  });

  api.it('threads do not wait for each other', async () => {
    const { gate, script } = waiting();
    const runner = createRunner();
    const events = await runner.run(asking(script));
    const other = asking(answer, { threadId: 'other' });
    assert.equal((await eventsOf(runner.run(other))).at(-1)?.type, 'RUN_FINISHED');
    gate.open();
    await eventsOf(events);
  });

  api.it('the next run may start as soon as the one before completes', async () => {
    const runner = createRunner();
    const first = await runner.run(asking(answer));
    const next = new Promise<BaseEvent[]>((resolve, reject) => {
      const startNext = (): void => void eventsOf(runner.run(asking(answer))).then(resolve, reject);
      first.subscribe({ complete: startNext, error: reject });
    });
    assert.equal((await withDeadline(next, 'the next run')).at(-1)?.type, 'RUN_FINISHED');
  });
}

function stopCases(api: TestApi, createRunner: () => AgentRunner): void {
  api.it('a stop aborts the agent and ends the run as finished', async () => {
    const { script } = waiting();
    const runner = createRunner();
    const request = asking(script);
    const events = await runner.run(request);
    await until(() => request.agent.log.runs.length === 1);
    assert.equal(await runner.stop({ threadId: THREAD }), true);
    assert.equal((await eventsOf(events)).at(-1)?.type, 'RUN_FINISHED');
    assert.equal(request.agent.log.aborts, 1);
    assert.equal(await runner.isRunning({ threadId: THREAD }), false);
  });

  api.it('a stop of another run changes nothing', async () => {
    const { gate, script } = waiting();
    const runner = createRunner();
    const events = await runner.run(asking(script));
    assert.notEqual(await runner.stop({ threadId: THREAD, runId: 'another' }), true);
    assert.equal(await runner.isRunning({ threadId: THREAD }), true);
    gate.open();
    await eventsOf(events);
  });

  api.it('there is nothing to stop on a thread that is idle or unknown', async () => {
    const runner = createRunner();
    assert.notEqual(await runner.stop({ threadId: 'unknown' }), true);
    await eventsOf(runner.run(asking(answer)));
    assert.notEqual(await runner.stop({ threadId: THREAD }), true);
  });
}

function connectCases(api: TestApi, createRunner: () => AgentRunner): void {
  api.it('an unknown thread is an empty stream', async () => {
    assert.deepEqual(await eventsOf(createRunner().connect({ threadId: 'unknown' })), []);
  });

  api.it('an idle thread tells its runs one after the other, and completes', async () => {
    const runner = createRunner();
    await eventsOf(runner.run(asking(answer)));
    await eventsOf(runner.run(asking(answer)));
    const events = await eventsOf(runner.connect({ threadId: THREAD }));
    const ends = events.filter(({ type }) => type === 'RUN_STARTED' || type === 'RUN_FINISHED');
    assert.deepEqual(
      ends.map(({ type }) => type),
      ['RUN_STARTED', 'RUN_FINISHED', 'RUN_STARTED', 'RUN_FINISHED'],
    );
  });

  api.it('a busy thread is told live until its run ends', async () => {
    const { gate, script } = waiting();
    const runner = createRunner();
    const request = asking(script);
    await runner.run(request);
    await until(() => request.agent.log.runs.length === 1);
    const joined = eventsOf(runner.connect({ threadId: THREAD }));
    gate.open();
    assert.deepEqual(
      (await joined).map(({ type }) => type),
      ['RUN_STARTED', 'RUN_FINISHED'],
    );
  });
}

/** A request with an agent that plays a script. */
function asking(
  script: Script | readonly unknown[],
  overrides: Readonly<Record<string, unknown>> = {},
): { threadId: string; agent: ScriptedAgent; input: RunAgentInput } {
  const input = { ...runBodySaying('Hello', { threadId: THREAD }), ...overrides };
  const agent = new ScriptedAgent(script);
  // Holds for the complete inputs; the others are what agents of AG-UI 1.0 may be given.
  return { threadId: input.threadId, agent, input: input as unknown as RunAgentInput };
}

function answer({ input }: AgentRun): BaseEvent[] {
  return [runStarted(input), ...textMessage(`${input.runId}-m`, 'Hi'), runFinished(input)];
}

/** A run that waits, and what lets it go on. */
function waiting() {
  const gate = createGate();
  async function* script({ input }: AgentRun) {
    await gate.opened;
    yield runFinished(input);
  }
  return { gate, script };
}

type Events = ReturnType<AgentRunner['run']>;

/** All events until the stream completes; rejects if it fails. */
async function eventsOf(stream: Events): Promise<BaseEvent[]> {
  const events: BaseEvent[] = [];
  const observable = await stream;
  const completed = new Promise<void>((resolve, reject) => {
    observable.subscribe({
      next: (event) => void events.push(event),
      error: reject,
      complete: resolve,
    });
  });
  await withDeadline(completed, 'the end of a stream');
  return events;
}
