import { describe, expect, it } from '@jest/globals';
import {
  collectRun,
  createGate,
  jsonOf,
  runBodySaying,
  ScriptedAgent,
  SseReader,
  terminalOf,
  until,
  waitingAt,
} from '@flightdeck/testing';
import type { CopilotRuntimeHooks, CopilotRuntimeOptions } from '../src/index.js';
import { createFaultBench, settle, type FaultBench } from './support/fault-bench.js';

type Place =
  | 'onRequest'
  | 'beforeRequestMiddleware'
  | 'identifyUser'
  | 'onBeforeHandler'
  | 'onResponse';

const PLACES: readonly Place[] = [
  'onRequest',
  'beforeRequestMiddleware',
  'identifyUser',
  'onBeforeHandler',
  'onResponse',
];
const OPTIONS: ReadonlySet<Place> = new Set(['beforeRequestMiddleware', 'identifyUser']);

/** A runtime with `hook` in one place. */
function benchWith(place: Place, hook: (...args: never[]) => unknown): FaultBench {
  const options: CopilotRuntimeOptions = { agents: { default: new ScriptedAgent() } };
  return OPTIONS.has(place)
    ? createFaultBench({ ...options, [place]: hook })
    : createFaultBench(options, { [place]: hook } as CopilotRuntimeHooks);
}

function run({ rest }: FaultBench): Promise<Response> {
  return rest.run('default', runBodySaying('hello'));
}

const thrown: readonly (readonly [title: string, value: unknown])[] = [
  ['an Error', new Error('secret')],
  ['a text', 'secret'],
  ['undefined', undefined],
  ['null', null],
  ['an object', { secret: true }],
];

describe('what hooks throw', () => {
  for (const place of PLACES) {
    for (const [title, value] of thrown) {
      it(`${place} that throws ${title} is answered 500 and told to onError once`, async () => {
        const bench = benchWith(place, () => {
          throw value;
        });
        expect(await jsonOf(await run(bench), 500)).toEqual({ error: 'internal_error' });
        await settle();
        expect(bench.failures).toEqual([value]);
      });
    }

    it(`${place} that rejects is answered 500`, async () => {
      const bench = benchWith(place, () => Promise.reject(new Error('secret')));
      await jsonOf(await run(bench), 500);
      await settle();
      expect(bench.failures).toHaveLength(1);
    });

    it(`${place} that throws a Response is answered with it`, async () => {
      const bench = benchWith(place, () => {
        throw new Response('no', { status: 403 });
      });
      const response = await run(bench);
      expect([response.status, await response.text()]).toEqual([403, 'no']);
      expect(bench.failures).toEqual([]);
    });

    it(`${place} that throws a Response whose body is spent does not break the server`, async () => {
      const spent = new Response('no', { status: 403 });
      await spent.text();
      const bench = benchWith(place, () => {
        throw spent;
      });
      const response = await run(bench);
      await response.text();
      expect([403, 500]).toContain(response.status);
    });
  }
});

describe('what hooks return', () => {
  for (const place of ['onRequest', 'beforeRequestMiddleware', 'onBeforeHandler'] as const) {
    for (const value of [null, 42, 'request', {}]) {
      it(`${place} that returns ${JSON.stringify(value)} does not break the server`, async () => {
        const response = await run(benchWith(place, () => value));
        await response.text();
        expect([200, 500]).toContain(response.status);
      });
    }
  }

  for (const value of [null, 42, 'response', {}]) {
    it(`onResponse that returns ${JSON.stringify(value)} does not change the response`, async () => {
      const { events } = await collectRun(await run(benchWith('onResponse', () => value)));
      expect(terminalOf(events).type).toBe('RUN_FINISHED');
    });
  }

  for (const value of [42, 'ada', {}, { id: '' }, { id: 7 }]) {
    it(`identifyUser that returns ${JSON.stringify(value)} is answered 500`, async () => {
      const bench = benchWith('identifyUser', () => value);
      await jsonOf(await run(bench), 500);
      expect(bench.failures).toHaveLength(1);
    });
  }

  it('onResponse that has read the body of the response does not break the server', async () => {
    const bench = benchWith('onResponse', async ({ response }: { response: Response }) => {
      await response.text();
    });
    const response = await bench.rest.info();
    await response.text();
    expect([200, 500]).toContain(response.status);
  });

  it('onResponse that has cancelled a stream does not end the run', async () => {
    const bench = benchWith('onResponse', async ({ response }: { response: Response }) => {
      await response.body?.cancel();
      throw new Response(null, { status: 204 });
    });
    expect((await run(bench)).status).toBe(204);
    await until(() => bench.runtime.engine?.activeRuns === 0, 'the end of the run');
  });

  it('onResponse that replaces a stream lets go of it', async () => {
    const gate = createGate();
    const agent = new ScriptedAgent(waitingAt([gate]));
    const options: CopilotRuntimeOptions = { agents: { default: agent }, onDisconnect: 'cancel' };
    const { rest } = createFaultBench(options, {
      onResponse: ({ route }) =>
        route?.method === 'agent/run' ? new Response('instead') : undefined,
    });
    expect(await (await rest.run('default', runBodySaying('hello'))).text()).toBe('instead');
    await until(() => agent.log.aborts === 1, 'the abort of a run that nobody watches');
  });

  it('onResponse that throws in place of a stream lets go of it', async () => {
    const agent = new ScriptedAgent(waitingAt([createGate()]));
    const options: CopilotRuntimeOptions = { agents: { default: agent }, onDisconnect: 'cancel' };
    const { rest } = createFaultBench(options, {
      onResponse() {
        throw new Response('instead');
      },
    });
    expect(await (await rest.run('default', runBodySaying('hello'))).text()).toBe('instead');
    await until(() => agent.log.aborts === 1, 'the abort of a run that nobody watches');
  });
});

describe('onError', () => {
  const failing: CopilotRuntimeHooks['onRequest'] = () => {
    throw new Error('first');
  };
  for (const [title, onError] of [
    ['throws', () => Promise.reject(new Error('second'))],
    ['throws a Response', () => Promise.reject(new Response('no', { status: 418 }))],
    ['returns a number', () => 42],
    ['returns null', () => null],
  ] as const) {
    it(`that ${title} does not change the answer`, async () => {
      const { rest } = createFaultBench(
        { agents: {} },
        { onRequest: failing, onError: onError as never },
      );
      expect(await jsonOf(await rest.info(), 500)).toEqual({ error: 'internal_error' });
    });
  }

  it('that throws when an agent fails during a run does not disturb the stream', async () => {
    const { rest } = createFaultBench(
      { agents: { default: new ScriptedAgent([]) } },
      { onError: () => Promise.reject(new Error('second')) },
    );
    const { events } = await collectRun(await rest.run('default', runBodySaying('hello')));
    expect(terminalOf(events).code).toBe('INCOMPLETE_STREAM');
    await settle();
  });
});

describe('what only watches', () => {
  const agents = { default: new ScriptedAgent() };

  for (const [title, afterRequestMiddleware] of [
    ['throws', throwing],
    ['rejects', () => Promise.reject(new Error('broken'))],
    ['never resolves', () => new Promise<void>(() => undefined)],
  ] as const) {
    it(`afterRequestMiddleware that ${title} disturbs nothing`, async () => {
      const { rest, failures } = createFaultBench({ agents, afterRequestMiddleware });
      const { events } = await collectRun(await rest.run('default', runBodySaying('hello')));
      expect(terminalOf(events).type).toBe('RUN_FINISHED');
      await jsonOf(await rest.info());
      await settle();
      expect(failures).toEqual([]);
    });
  }

  it('a listener of the debug feed that throws disturbs nothing', async () => {
    const { rest, runtime, failures } = createFaultBench({ agents, debug: true });
    runtime.debugEventBus.subscribe(throwing);
    const { events } = await collectRun(await rest.run('default', runBodySaying('hello')));
    expect(terminalOf(events).type).toBe('RUN_FINISHED');
    expect(failures).toEqual([]);
  });

  it('a logger that throws disturbs nothing', async () => {
    const logger = { debug: throwing, info: throwing, warn: throwing, error: throwing };
    const broken = new ScriptedAgent(function* failing() {
      yield { type: 'BRAND_NEW' };
      throw new Error('broken');
    });
    const { rest } = createFaultBench({ agents: { default: broken }, logger });
    const reader = new SseReader(await rest.run('default', runBodySaying('hello')));
    expect(terminalOf(await reader.restOfEvents()).code).toBe('INCOMPLETE_STREAM');
    await settle();
  });
});

function throwing(): never {
  throw new Error('broken');
}
