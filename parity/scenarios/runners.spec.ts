import {
  AgentRunner,
  InMemoryAgentRunner,
  supportsLocalThreadEndpoints,
  type AgentRunnerRunRequest,
  type BaseEvent,
} from '@flightdeck/core';
import { lastValueFrom, of, toArray, type Observable } from 'rxjs';
import { CLIENT_59 } from '../support/clients.js';
import { eventsOf, postJson, runInput } from '../support/raw-calls.js';
import { aborted, scriptedAgent, type Script } from '../support/scripted-agent.js';
import { serveRuntime, type ServedRuntime } from '../support/serve-runtime.js';
import { until } from '../support/until.js';
import { verifies } from '../verifies.js';

const answer: Script = (run) => {
  run.started();
  run.emit({ type: 'STATE_SNAPSHOT', snapshot: { done: true } });
  run.say('m1', 'Hello');
  run.finished();
};

const input = {
  threadId: 't1',
  runId: 'r1',
  messages: [{ id: 'u1', role: 'user', content: 'hi' }],
  tools: [],
  context: [],
};

function typesOf(events: readonly BaseEvent[]): string[] {
  return events.map(({ type }) => type);
}

function all(events: unknown): Promise<BaseEvent[]> {
  return lastValueFrom((events as Observable<BaseEvent>).pipe(toArray()));
}

describe('InMemoryAgentRunner', () => {
  verifies('runner.in-memory', 'runs at once, whoever subscribes, and replays', async () => {
    const runner = new InMemoryAgentRunner();
    const agent = scriptedAgent(CLIENT_59, answer);
    const events = runner.run({ threadId: 't1', agent, input });
    expect(await runner.isRunning({ threadId: 't1' })).toBe(true);
    await until('the run', async () => !(await runner.isRunning({ threadId: 't1' })));
    const live = await all(events);
    expect(typesOf(live).slice(0, 1)).toEqual(['RUN_STARTED']);
    expect(typesOf(await all(runner.connect({ threadId: 't1' })))).toEqual(typesOf(live));
  });

  verifies('runner.in-memory', 'says that a thread is running already', async () => {
    const runner = new InMemoryAgentRunner();
    const wait: Script = async (run) => {
      run.started();
      await aborted(run.signal);
    };
    const first = runner.run({ threadId: 't1', agent: scriptedAgent(CLIENT_59, wait), input });
    const again = { ...input, runId: 'r2' };
    expect(() =>
      runner.run({ threadId: 't1', agent: scriptedAgent(CLIENT_59, answer), input: again }),
    ).toThrow('Thread already running');
    await until('the stop', () => runner.stop({ threadId: 't1', runId: 'r1' }));
    expect((await all(first)).at(-1)).toMatchObject({ type: 'RUN_FINISHED', runId: 'r1' });
    expect(await runner.stop({ threadId: 't1' })).toBe(false);
  });

  verifies('runner.in-memory', 'tells its threads', async () => {
    const runner = new InMemoryAgentRunner();
    const agent = scriptedAgent(CLIENT_59, answer, { agentId: 'greeter' });
    await all(runner.run({ threadId: 't1', agent, input }));
    expect(supportsLocalThreadEndpoints(runner)).toBe(true);
    expect(runner.listThreads()).toEqual([
      expect.objectContaining({ id: 't1', agentId: 'greeter', archived: false }),
    ]);
    expect(runner.getThreadMessages('t1').map(({ id }) => id)).toEqual(['u1', 'm1']);
    expect(runner.getThreadState('t1')).toEqual({ done: true });
    expect(typesOf(runner.getThreadEvents('t1')).at(-1)).toBe('RUN_FINISHED');
    runner.clearThreads();
    expect(runner.listThreads()).toEqual([]);
  });
});

/** Runs nothing, but says what it was asked. */
class NotingRunner extends AgentRunner {
  readonly asked: string[] = [];
  readonly #events: readonly BaseEvent[];

  constructor(events: readonly BaseEvent[]) {
    super();
    this.#events = events;
  }

  override run({ threadId, agent }: AgentRunnerRunRequest): Observable<BaseEvent> {
    if (this.asked.includes(`run ${threadId} ${agent.agentId}`)) {
      throw new Error('Thread already running');
    }
    this.asked.push(`run ${threadId} ${agent.agentId}`);
    return of(...this.#events);
  }

  override connect({ threadId }: { threadId: string }): Observable<BaseEvent> {
    this.asked.push(`connect ${threadId}`);
    return of(...this.#events);
  }

  override async isRunning(): Promise<boolean> {
    return false;
  }

  override async stop({ threadId, runId }: { threadId: string; runId?: string }): Promise<boolean> {
    this.asked.push(`stop ${threadId} ${runId}`);
    return true;
  }
}

describe('an AgentRunner of one’s own', () => {
  let served: ServedRuntime;
  afterEach(() => served.close());

  const TEXT = [
    { type: 'TEXT_MESSAGE_START', messageId: 'm1', role: 'assistant' },
    { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'Hello' },
  ];

  const serve = async (runner: AgentRunner): Promise<void> => {
    served = await serveRuntime({
      runner,
      agents: { default: scriptedAgent(CLIENT_59, answer) },
    });
  };
  const post = (path: string, body?: unknown): Promise<Response> =>
    postJson(`${served.url}${path}`, body);

  verifies('runner.custom', 'takes over runs, connects and stops', async () => {
    const runner = new NotingRunner(TEXT);
    await serve(runner);
    const started = { threadId: 't1', runId: 'r1' };
    const run = await eventsOf(await post('/agent/default/run', runInput(started)));
    expect(typesOf(run)).toEqual([
      'RUN_STARTED',
      'TEXT_MESSAGE_START',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_END',
      'RUN_ERROR',
    ]);
    const replay = await eventsOf(await post('/agent/default/connect', runInput(started)));
    expect(replay).toEqual(TEXT);
    const stop = await post('/agent/default/stop/t1', { runId: 'r1' });
    expect(await stop.json()).toMatchObject({ stopped: true });
    expect(runner.asked).toEqual(['run t1 default', 'connect t1', 'stop t1 r1']);
  });

  verifies(['runner.custom', 'trap.t4'], 'that is busy is a 409, too', async () => {
    await serve(new NotingRunner(TEXT));
    const body = runInput({ threadId: 't1', runId: 'r1' });
    await eventsOf(await post('/agent/default/run', body));
    const second = await post('/agent/default/run', body);
    expect(second.status).toBe(409);
    expect(await second.json()).toMatchObject({ error: 'Thread already running' });
  });

  verifies(
    'runner.custom-threads',
    'keeps its threads to itself unless it offers them',
    async () => {
      await serve(new NotingRunner([]));
      const response = await fetch(`${served.url}/threads`);
      expect(response.status).toBe(422);
      expect(await response.json()).toEqual({
        error: expect.stringContaining('Missing CopilotKitIntelligence configuration'),
      });
      const info = (await (await fetch(`${served.url}/info`)).json()) as Record<string, unknown>;
      expect(info.threadEndpoints).toEqual({
        list: false,
        inspect: false,
        mutations: false,
        realtimeMetadata: false,
      });
    },
  );

  verifies('runner.custom-threads', 'that offers its threads is asked for them', async () => {
    class OfferingRunner extends InMemoryAgentRunner {}
    await serve(new OfferingRunner());
    await eventsOf(await post('/agent/default/run', runInput({ threadId: 't1', runId: 'r1' })));
    const list = await (await fetch(`${served.url}/threads`)).json();
    expect(list).toMatchObject({ threads: [{ id: 't1' }], nextCursor: null });
    const state = await (await fetch(`${served.url}/threads/t1/state`)).json();
    expect(state).toEqual({ state: { done: true } });
  });
});
