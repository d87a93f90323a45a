import { describe, expect, it } from '@jest/globals';
import { StoreError } from '@flightdeck/store';
import {
  answer,
  collectRun,
  FakeClock,
  jsonOf,
  runBody,
  runBodySaying,
  ScriptedAgent,
  terminalOf,
  textOf,
} from '@flightdeck/testing';
import type { CopilotRuntimeOptions } from '../src/index.js';
import { SILENT_LOGGER } from '../src/runtime/logger.js';
import { createBreakableStore, type Breakage } from './support/breakable-store.js';
import {
  assertEnding,
  createFaultBench,
  newThread,
  settle,
  wellFormedRun,
  type FaultBench,
} from './support/fault-bench.js';

interface StoreBench extends FaultBench {
  readonly broken: ReturnType<typeof createBreakableStore>;
  readonly agent: ScriptedAgent;
}

/** A runtime in development on a store that can be broken; its time runs as fast as it can be read. */
function storeBench(options: Partial<CopilotRuntimeOptions> = {}): StoreBench {
  const broken = createBreakableStore();
  const agent = new ScriptedAgent(({ input }) => answer(input));
  const bench = createFaultBench({
    agents: { default: agent },
    threads: broken.store,
    environment: 'development',
    clock: racingClock(),
    ...options,
  });
  return { ...bench, broken, agent };
}

/** Time passes as soon as somebody waits for it, so that retries cost no time. */
function racingClock(): FakeClock {
  const clock = new FakeClock();
  const after = clock.after.bind(clock);
  clock.after = (ms, run) => {
    const cancel = after(ms, run);
    // Deadlines of runs are far away; what retries wait for is near.
    if (ms <= 1_000) setImmediate(() => clock.advance(ms));
    return cancel;
  };
  return clock;
}

const NOT_AGAIN: Breakage = { error: new Error('The disk is on fire') };

describe('an event log that fails', () => {
  it('once is tried again and nothing is lost or repeated', async () => {
    const { rest, broken, failures } = storeBench();
    broken.break('log', 'append', { times: 1, after: 1 });
    const run = await wellFormedRun(rest);
    assertEnding(run, 'RUN_FINISHED');
    expect(textOf(run.events)).toBe('Hello');
    expect(failures).toEqual([]);
  });

  it('before a run has begun is answered 503', async () => {
    const { rest, broken, agent } = storeBench();
    broken.break('log', 'append');
    const response = await rest.run('default', runBodySaying('hello'));
    expect((await jsonOf(response, 503)).code).toBe('unavailable');
    expect(agent.log.runs).toHaveLength(0);
  });

  it('before a run has begun is logged with its cause', async () => {
    const logged: unknown[] = [];
    const logger = {
      ...SILENT_LOGGER,
      error: (_message: string, details: unknown) => void logged.push(details),
    };
    const { rest, broken } = storeBench({ logger });
    broken.break('coordinator', 'acquire');
    await jsonOf(await rest.run('default', runBodySaying('hello')), 503);
    const error = expect.objectContaining({ message: 'The disk is on fire' });
    expect(logged).toEqual([{ path: '/api/agent/default/run', error }]);
  });

  it('after it has stored something stores it once', async () => {
    const { rest, broken } = storeBench();
    broken.break('log', 'append', { times: 1, after: 1, carriedOut: true });
    const thread = newThread();
    const run = await wellFormedRun(rest, thread);
    expect(textOf(run.events)).toBe('Hello');
    const joined = await collectRun(await rest.connect('default', runBody(thread)));
    expect(textOf(joined.events)).toBe('Hello');
  });

  for (const [title, breakage] of [
    ['for ever', {}],
    ['for ever, although it stores what it is given', { carriedOut: true }],
    ['in a way that is not worth another try', NOT_AGAIN],
  ] as const) {
    it(`${title} ends the stream in STORE_UNAVAILABLE and is told once`, async () => {
      const { rest, broken, failures } = storeBench();
      broken.break('log', 'append', { ...breakage, after: 1 });
      assertEnding(await wellFormedRun(rest), 'STORE_UNAVAILABLE');
      await settle();
      expect(failures).toHaveLength(1);
    });

    it(`${title} leaves the thread free once the store is back`, async () => {
      const { rest, broken } = storeBench();
      broken.break('log', 'append', { ...breakage, after: 1 });
      const thread = newThread();
      assertEnding(await wellFormedRun(rest, thread), 'STORE_UNAVAILABLE');
      broken.repair();
      await settle();
      assertEnding(await wellFormedRun(rest, thread), 'RUN_FINISHED');
    });
  }

  it('for ever does not keep a runtime from shutting down', async () => {
    const clock = racingClock();
    const { rest, broken, runtime } = storeBench({ clock });
    broken.break('log', 'append', { after: 1 });
    assertEnding(await wellFormedRun(rest), 'STORE_UNAVAILABLE');
    await runtime.shutdown({ graceMs: 0 });
    clock.advance(5_000);
    await settle();
    expect(clock.pending).toBe(0);
  });

  it('when viewers read ends their streams in STORE_UNAVAILABLE', async () => {
    const { rest, broken } = storeBench();
    broken.break('log', 'read');
    const { events } = await collectRun(await rest.run('default', runBodySaying('hello')));
    expect(terminalOf(events).code).toBe('STORE_UNAVAILABLE');
  });

  it('when viewers read does not end the run', async () => {
    const { rest, broken } = storeBench();
    broken.break('log', 'read', { times: 1 });
    const thread = newThread();
    await collectRun(await rest.run('default', runBodySaying('hello', thread)));
    const { events } = await collectRun(await rest.connect('default', runBody(thread)));
    expect(textOf(events)).toBe('Hello');
  });

  it('when a thread is told ends that stream in STORE_UNAVAILABLE', async () => {
    const { rest, broken } = storeBench();
    const thread = newThread();
    await wellFormedRun(rest, thread);
    broken.break('log', 'history');
    const { events } = await collectRun(await rest.connect('default', runBody(thread)));
    expect(terminalOf(events).code).toBe('STORE_UNAVAILABLE');
  });

  for (const method of ['knownMessageIds', 'compact']) {
    it(`in ${method} alone disturbs no run`, async () => {
      const { rest, broken, failures } = storeBench();
      broken.break('log', method);
      const thread = newThread();
      assertEnding(await wellFormedRun(rest, thread), 'RUN_FINISHED');
      await settle();
      assertEnding(await wellFormedRun(rest, thread), 'RUN_FINISHED');
      expect(failures).toEqual([]);
    });
  }
});

describe('a coordinator that fails', () => {
  it('to give a thread to a run is answered 503', async () => {
    const { rest, broken } = storeBench();
    broken.break('coordinator', 'acquire', { times: 1 });
    await jsonOf(await rest.run('default', runBodySaying('hello')), 503);
    assertEnding(await wellFormedRun(rest), 'RUN_FINISHED');
  });

  it('to start is answered 503 and tried again with the next request', async () => {
    const { rest, broken } = storeBench();
    broken.break('coordinator', 'start', { times: 1 });
    await jsonOf(await rest.run('default', runBodySaying('hello')), 503);
    assertEnding(await wellFormedRun(rest), 'RUN_FINISHED');
  });

  it('to stop a run is answered 503', async () => {
    const { rest, broken } = storeBench();
    broken.break('coordinator', 'requestStop');
    await jsonOf(await rest.stop('default', 'any'), 503);
  });
});

describe('a thread store that fails', () => {
  for (const [title, method, request] of [
    ['to find a thread', 'get', ['POST', '/agent/default/connect', runBody()]],
    ['to list threads', 'list', ['GET', '/threads', undefined]],
    ['to change a thread', 'update', ['PATCH', '/threads/a', { name: 'a' }]],
    ['to remove a thread', 'remove', ['DELETE', '/threads/a', {}]],
    ['to clear threads', 'clear', ['POST', '/threads/clear', {}]],
    ['to tell whose thread it is', 'isForeign', ['GET', '/threads/a/messages', undefined]],
  ] as const) {
    it(`${title} is answered 503 and works again afterwards`, async () => {
      const { rest, broken } = storeBench();
      const [verb, path, body] = request;
      broken.break('threads', method);
      const { code } = await jsonOf(await rest.resource(verb, path, body), 503);
      expect(code).toBe('unavailable');
      broken.repair();
      const response = await rest.resource(verb, path, body);
      await response.body?.cancel();
      expect(response.status).toBeLessThan(500);
    });
  }
});

describe('a store that cannot be used', () => {
  it.each(['access_denied', 'migration_required', 'closed', 'corrupt'] as const)(
    'is an outage on every route, whatever is wrong with it (%s)',
    async (code) => {
      const { rest, broken } = storeBench();
      const error = new StoreError(code, 'postgres://user:secret@db is not for us');
      broken.break('coordinator', 'start', { error });
      broken.break('threads', 'list', { error });
      for (const response of [
        await rest.run('default', runBodySaying('hello')),
        await rest.resource('POST', '/agent/default/connect', runBody()),
        await rest.resource('GET', '/threads', undefined),
      ]) {
        const body = await jsonOf(response, 503);
        expect(body).toEqual({ error: 'The thread store is not available', code: 'unavailable' });
      }
    },
  );
});
