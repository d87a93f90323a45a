import { describe, expect, it } from '@jest/globals';
import {
  BehaviorSubject,
  concat,
  EMPTY,
  NEVER,
  of,
  Subject,
  throwError,
  type Observable,
} from 'rxjs';
import {
  collectRun,
  createGate,
  jsonOf,
  runBody,
  runBodySaying,
  ScriptedAgent,
  SseReader,
} from '@flightdeck/testing';
import { AgentRunner, type BaseEvent } from '../src/index.js';
import { createFaultBench } from './support/fault-bench.js';

const STARTED = { type: 'RUN_STARTED', threadId: 't', runId: 'r' };
const FINISHED = { type: 'RUN_FINISHED', threadId: 't', runId: 'r' };
const CUSTOM = { type: 'CUSTOM', name: 'n', value: 1 };

interface Answers {
  readonly run?: () => Observable<BaseEvent> | Promise<Observable<BaseEvent>>;
  readonly connect?: () => Observable<BaseEvent> | Promise<Observable<BaseEvent>>;
}

class OwnRunner extends AgentRunner {
  readonly #answers: Answers;

  constructor(answers: Answers) {
    super();
    this.#answers = answers;
  }

  run() {
    return this.#answers.run?.() ?? EMPTY;
  }

  connect() {
    return this.#answers.connect?.() ?? EMPTY;
  }

  async isRunning() {
    return false;
  }

  async stop() {
    return false;
  }
}

function bench(answers: Answers, agent = new ScriptedAgent()) {
  const runner = new OwnRunner(answers);
  return createFaultBench({ agents: { default: agent }, runner });
}

async function typesOfRun(run: Answers['run']): Promise<readonly string[]> {
  const { rest } = bench({ run: run ?? (() => EMPTY) });
  return (await collectRun(await rest.run('default', runBodySaying('hello')))).types;
}

async function typesOfConnect(connect: Answers['connect']): Promise<readonly string[]> {
  const { rest } = bench({ connect: connect ?? (() => EMPTY) });
  return (await collectRun(await rest.connect('default', runBody()))).types;
}

function circular(): BaseEvent {
  const event: { type: string; name: string; value?: unknown } = { type: 'CUSTOM', name: 'loop' };
  event.value = event;
  return event;
}

describe('the run of a custom runner', () => {
  it('may be promised, and may be told at once when somebody subscribes', async () => {
    expect(await typesOfRun(async () => of(STARTED, CUSTOM, FINISHED))).toEqual([
      'RUN_STARTED',
      'CUSTOM',
      'RUN_FINISHED',
    ]);
  });

  it.each<[string, readonly BaseEvent[]]>([
    ['is missing', [CUSTOM, FINISHED]],
    ['comes twice', [STARTED, CUSTOM, STARTED, FINISHED]],
    ['comes late', [CUSTOM, STARTED, FINISHED]],
    ['comes once more after the end', [STARTED, CUSTOM, FINISHED, STARTED]],
  ])('has one RUN_STARTED at its beginning if that %s', async (_how, events) => {
    const types = await typesOfRun(() => of(...events));
    expect(types).toEqual(['RUN_STARTED', 'CUSTOM', 'RUN_FINISHED']);
  });

  it('has the ids of its request where RUN_STARTED has none', async () => {
    const { rest } = bench({ run: () => of({ type: 'RUN_STARTED' }, FINISHED) });
    const body = runBodySaying('hello');
    const { events } = await collectRun(await rest.run('default', body));
    expect(events[0]).toMatchObject({ threadId: body.threadId, runId: body.runId });
  });

  it('is over with its terminal event, even if the observable never completes', async () => {
    const types = await typesOfRun(() => concat(of(STARTED, FINISHED), NEVER));
    expect(types).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'event'],
  ])('survives %s in the place of an event', async (_what, event) => {
    const events = [STARTED, event, FINISHED] as BaseEvent[];
    expect(await typesOfRun(() => of(...events))).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
  });

  it('ends with RUN_ERROR when an event cannot be written', async () => {
    expect(await typesOfRun(() => of(STARTED, circular(), FINISHED))).toEqual([
      'RUN_STARTED',
      'RUN_ERROR',
    ]);
  });

  it('says nothing about the inside of a failure', async () => {
    const { rest, failures } = bench({ run: () => throwError(() => new Error('secret')) });
    const run = await collectRun(await rest.run('default', runBodySaying('hello')));
    expect(run.types).toEqual(['RUN_STARTED', 'RUN_ERROR']);
    expect(JSON.stringify(run.events)).not.toContain('secret');
    expect(failures).toEqual([new Error('secret')]);
  });

  it.each<[string, Answers['run']]>([
    [
      'throws',
      () => {
        throw new Error('Thread already running');
      },
    ],
    ['rejects', () => Promise.reject(new Error('Thread already running'))],
  ])('is refused with 409 when it %s because the thread is busy', async (_how, run) => {
    const { rest } = bench({ ...(run && { run }) });
    const response = await rest.run('default', runBodySaying('hello'));
    expect(await jsonOf(response, 409)).toMatchObject({ code: 'run_in_progress' });
  });
});

describe('the connection to a thread of a custom runner', () => {
  it('passes events on as they are', async () => {
    expect(await typesOfConnect(() => of(STARTED, FINISHED, STARTED, FINISHED))).toEqual([
      'RUN_STARTED',
      'RUN_FINISHED',
      'RUN_STARTED',
      'RUN_FINISHED',
    ]);
  });

  it('says so when it fails', async () => {
    const failing = () =>
      concat(
        of(STARTED),
        throwError(() => new Error('secret')),
      );
    expect(await typesOfConnect(failing)).toEqual(['RUN_STARTED', 'RUN_ERROR']);
  });

  it('survives what is no event or cannot be written', async () => {
    const events = [STARTED, null, circular()] as BaseEvent[];
    expect(await typesOfConnect(() => of(...events))).toEqual(['RUN_STARTED', 'RUN_ERROR']);
  });

  it('lets a reader go that falls too far behind, but not for a long history', async () => {
    const mebi = 1024 * 1024;
    const big = { ...CUSTOM, value: 'x'.repeat(mebi) };
    const live = new Subject<BaseEvent>();
    const history = Array.from({ length: 18 }, () => big);
    const { rest } = bench({ connect: () => concat(of(...history), live) });
    const response = await rest.connect('default', runBody());
    for (let index = 0; index < 18; index += 1) live.next(big);
    const { types } = await collectRun(response);
    expect(types.filter((type) => type === 'CUSTOM')).toHaveLength(18 + 16);
    expect(types.at(-1)).toBe('RUN_ERROR');
    expect(live.observed).toBe(false);
  });

  it('ends the subscription when the reader leaves', async () => {
    const live = new BehaviorSubject<BaseEvent>(STARTED);
    const { rest } = bench({ connect: () => live });
    const reader = new SseReader(await rest.connect('default', runBody()));
    await reader.next();
    await reader.cancel();
    expect(live.observed).toBe(false);
  });
});

describe('a suggestion beside a custom runner', () => {
  it('can be stopped by the id that the client has made up', async () => {
    const gate = createGate();
    const agent = new ScriptedAgent(async function* waiting() {
      yield CUSTOM;
      await gate.opened;
    });
    const { rest } = bench({}, agent);
    const body = runBodySaying('suggest');
    const response = await rest.suggest('default', body);
    const stopped = await jsonOf(await rest.stop('default', body.threadId));
    expect(stopped).toMatchObject({ stopped: true });
    expect((await collectRun(response)).types.at(-1)).toBe('RUN_FINISHED');
  });
});
