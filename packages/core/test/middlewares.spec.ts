import { describe, expect, it } from '@jest/globals';
import { HttpAgent } from '@ag-ui/client';
import type { RunMiddleware } from '@flightdeck/middlewares';
import {
  answer,
  collectRun,
  createGate,
  jsonOf,
  only,
  runBody,
  runBodySaying,
  ScriptedAgent,
  serveFetchHandler,
  SseReader,
  terminalOf,
  withDeadline,
} from '@flightdeck/testing';
import { type AgentEventSubscriber, type RunAgentInput, type RuntimeAgent } from '../src/index.js';
import { createFaultBench, settle, wellFormedRun } from './support/fault-bench.js';
import { markingMiddleware } from './support/marking-middleware.js';

const SUGGEST = {
  tools: [{ name: 'copilotkitSuggest', description: '', parameters: {} }],
  forwardedProps: { toolChoice: { type: 'function', function: { name: 'copilotkitSuggest' } } },
};

describe('middlewares of a runtime', () => {
  it('see the input from the first to the last, and the events the other way round [middlewares.own]', async () => {
    const agent = new ScriptedAgent();
    const middlewares = [markingMiddleware('outer'), markingMiddleware('inner')];
    const { rest } = createFaultBench({ agents: { default: agent }, middlewares });
    const { events } = await wellFormedRun(rest);
    const marks = events.filter(({ type }) => type === 'CUSTOM').map(({ name }) => name);
    expect(marks).toEqual(['inner', 'outer']);
    const given = agent.log.lastRun.input.context.map(({ description }) => description);
    expect(given).toEqual(['outer', 'inner']);
  });

  it('know the agent and the headers that may reach it', async () => {
    const middleware = markingMiddleware('mine');
    const agents = { default: new ScriptedAgent() };
    const { rest } = createFaultBench({ agents, middlewares: [middleware] });
    const headers = { 'x-tenant': 'acme', cookie: 'secret=1' };
    await collectRun(await rest.run('default', runBodySaying('hello'), { headers }));
    expect(middleware.begun[0]?.context).toMatchObject({
      agentId: 'default',
      headers: { 'x-tenant': 'acme' },
    });
    expect(middleware.begun[0]?.context.headers).not.toHaveProperty('cookie');
  });

  it('change what the agent gets, and not what is stored [middlewares.input]', async () => {
    const agent = new ScriptedAgent();
    const added = { id: 'added', role: 'user', content: 'added' };
    const change = markingMiddleware('mine', {
      change: (input) => ({
        ...input,
        messages: [...input.messages, added],
        tools: [{ name: 'extra', description: '', parameters: {} }],
      }),
    });
    const { rest } = createFaultBench({ agents: { default: agent }, middlewares: [change] });
    const body = runBodySaying('hello');
    const { events } = await collectRun(await rest.run('default', body));
    expect(only(events, 'RUN_STARTED').input).toMatchObject({ messages: body.messages, tools: [] });
    const { input } = agent.log.lastRun;
    expect(input.messages).toEqual([...body.messages, added]);
    expect(input.tools.map(({ name }) => name)).toEqual(['extra']);
    const replayed = await collectRun(
      await rest.connect('default', runBody({ threadId: body.threadId })),
    );
    expect(replayed.text).not.toContain('added');
  });

  it.each([true, false])(
    'give agents of AG-UI the messages that they have made, fastPath %s',
    async (fastPath) => {
      const remote = new ScriptedAgent();
      const far = createFaultBench({ agents: { default: remote }, history: 'none' });
      const server = await serveFetchHandler(far.handler);
      const agent = new HttpAgent({ url: `${server.origin}/api/agent/default/run` });
      const added = { id: 'added', role: 'user', content: 'added' };
      const middleware = markingMiddleware('mine', {
        change: (input) => ({ ...input, messages: [...input.messages, added] }),
      });
      const { rest } = createFaultBench({
        agents: { default: agent },
        middlewares: [middleware],
        fastPath,
      });
      await wellFormedRun(rest);
      await server.close();
      const said = remote.log.lastRun.input.messages.map(({ content }) => content);
      expect(said).toEqual(['hello', 'added']);
    },
  );

  it('may answer in the place of the agent', async () => {
    const agent = new ScriptedAgent();
    const cache: RunMiddleware = {
      name: 'cache',
      begin: (input) => ({
        async *answer() {
          yield* answer(input, 'from the cache');
        },
      }),
    };
    const { rest } = createFaultBench({ agents: { default: agent }, middlewares: [cache] });
    const { text } = await wellFormedRun(rest);
    expect(text).toContain('from the cache');
    expect(agent.log.runs).toHaveLength(0);
  });

  it('may have nothing to do with a run', async () => {
    const middlewares = [{ name: 'idle', begin: () => null }];
    const { rest } = createFaultBench({ agents: { default: new ScriptedAgent() }, middlewares });
    expect((await wellFormedRun(rest)).types.at(-1)).toBe('RUN_FINISHED');
  });

  it('may hold the end of a run until they are through', async () => {
    const gate = createGate();
    const held = markingMiddleware('mine', {
      push: (event) => (event.type === 'RUN_FINISHED' ? [] : [event]),
      async *end() {
        await gate.opened;
        yield { type: 'CUSTOM', name: 'late', value: 1 };
        yield { type: 'RUN_FINISHED', result: 7 };
      },
    });
    const agents = { default: new ScriptedAgent() };
    const { rest } = createFaultBench({ agents, middlewares: [held] });
    const reader = new SseReader(await rest.run('default', runBodySaying('hello')));
    await reader.readTo('TEXT_MESSAGE_END');
    gate.open();
    const frames = await reader.rest();
    expect(JSON.stringify(frames)).toContain('late');
    expect(reader.text).toContain('"result":7');
  });

  it('are left behind when the run is stopped while they end it [middlewares.stop]', async () => {
    let ended = 0;
    const stuck = markingMiddleware('mine', {
      push: (event) => (event.type === 'RUN_FINISHED' ? [] : [event]),
      async *end() {
        ended += 1;
        yield { type: 'CUSTOM', name: 'ending', value: 1 };
        await new Promise(() => undefined);
      },
    });
    const agents = { default: new ScriptedAgent() };
    const { rest, runtime } = createFaultBench({ agents, middlewares: [stuck] });
    const body = runBodySaying('hello');
    const reader = new SseReader(await rest.run('default', body));
    await reader.readTo('CUSTOM');
    await rest.stop('default', body.threadId);
    await reader.rest();
    expect(reader.text).toContain('RUN_FINISHED');
    await settle();
    expect(ended).toBe(1);
    expect(runtime.engine?.activeRuns).toBe(0);
  });

  it('are left behind when the run is stopped before they have begun [middlewares.stop]', async () => {
    const agent = new ScriptedAgent();
    const begun = createGate();
    const late = createGate();
    const stuck: RunMiddleware = {
      name: 'stuck',
      async begin() {
        begun.open();
        await late.opened;
        throw new Error('too late for anybody');
      },
    };
    const { rest, runtime } = createFaultBench({
      agents: { default: agent },
      middlewares: [stuck],
      limits: { stopDeadlineMs: 0 },
    });
    const body = runBodySaying('hello');
    const reader = new SseReader(await rest.run('default', body));
    await begun.opened;
    await rest.stop('default', body.threadId);
    await withDeadline(reader.rest(), 'the end of the run');
    expect(reader.text).toContain('RUN_FINISHED');
    late.open();
    await settle();
    expect(runtime.engine?.activeRuns).toBe(0);
    expect(agent.log.runs).toHaveLength(0);
  });

  it('fail the run when they fail, and the agent is asked to end [middlewares.failure]', async () => {
    const agent = new ScriptedAgent();
    const broken = markingMiddleware('mine', {
      push(event) {
        if (event.type === 'TEXT_MESSAGE_START') throw new Error('secret detail');
        return [event];
      },
    });
    const { rest, failures } = createFaultBench({
      agents: { default: agent },
      middlewares: [broken],
    });
    const { events, text } = await wellFormedRun(rest);
    expect(terminalOf(events)).toMatchObject({ type: 'RUN_ERROR', code: 'INCOMPLETE_STREAM' });
    expect(text).not.toContain('secret detail');
    expect(failures).toHaveLength(1);
    expect(agent.log.aborts).toBe(1);
  });

  it('fail the run when they cannot begin', async () => {
    const agent = new ScriptedAgent();
    const middlewares = [
      {
        name: 'broken',
        async begin(): Promise<null> {
          throw new Error('no');
        },
      },
    ];
    const { rest } = createFaultBench({ agents: { default: agent }, middlewares });
    const { events } = await wellFormedRun(rest);
    expect(terminalOf(events)).toMatchObject({ type: 'RUN_ERROR', code: 'INCOMPLETE_STREAM' });
    expect(agent.log.runs).toHaveLength(0);
  });

  it('do not end a run whose agent has failed', async () => {
    let ended = 0;
    const middleware = markingMiddleware('mine', {
      end() {
        ended += 1;
        return [];
      },
    });
    const agent = new ScriptedAgent(() => {
      throw new Error('no');
    });
    const { rest } = createFaultBench({ agents: { default: agent }, middlewares: [middleware] });
    await wellFormedRun(rest);
    expect(ended).toBe(0);
  });

  it('leave it to the run what becomes of things that are no events', async () => {
    const seen: unknown[] = [];
    const middleware = markingMiddleware('mine', {
      push(event) {
        seen.push(event.type);
        return [event];
      },
    });
    const odd = {
      get type(): string {
        throw new Error('cannot be read');
      },
    };
    const agent = new ScriptedAgent([null, 7, odd, { type: 3 }, { type: 'RUN_FINISHED' }]);
    const { rest } = createFaultBench({ agents: { default: agent }, middlewares: [middleware] });
    expect((await wellFormedRun(rest)).types).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
    expect(seen).toEqual(['RUN_FINISHED']);
  });

  it('take no part in suggestions and connects [middlewares.runs-only]', async () => {
    const middleware = markingMiddleware('mine');
    const agents = { default: new ScriptedAgent() };
    const { rest } = createFaultBench({ agents, middlewares: [middleware] });
    await collectRun(await rest.suggest('default', runBodySaying('hello')));
    await collectRun(await rest.run('default', runBodySaying('hello', SUGGEST)));
    await collectRun(await rest.connect('default', runBody()));
    expect(middleware.begun).toHaveLength(0);
  });

  it('go once around each run of an agent whose clone is itself', async () => {
    const agent: RuntimeAgent = {
      clone: () => agent,
      async runAgent(input: RunAgentInput, { onEvent }: AgentEventSubscriber) {
        for (const event of answer(input)) onEvent({ event });
      },
    };
    const middlewares = [markingMiddleware('mine')];
    const { rest } = createFaultBench({ agents: { default: agent }, middlewares });
    const runs = await Promise.all([wellFormedRun(rest), wellFormedRun(rest), wellFormedRun(rest)]);
    for (const { types } of runs) {
      expect(types.filter((type) => type === 'CUSTOM')).toHaveLength(1);
    }
  });

  it('are closed with the runtime', async () => {
    const middleware = markingMiddleware('mine');
    const { runtime } = createFaultBench({ agents: {}, middlewares: [middleware] });
    await runtime.shutdown();
    expect(middleware.closed).toBe(1);
  });
});

describe('what a runtime tells of its middlewares', () => {
  it.each([
    [{}, { a2uiEnabled: false, openGenerativeUIEnabled: false }],
    [{ a2ui: {} }, { a2uiEnabled: true, a2ui: { enabled: true } }],
    [{ a2ui: { agents: ['default'] } }, { a2ui: { enabled: true, agents: ['default'] } }],
    [{ a2ui: { enabled: false } }, { a2uiEnabled: false }],
    [{ openGenerativeUI: true }, { openGenerativeUIEnabled: true }],
    [{ openGenerativeUI: { agents: ['x'] } }, { openGenerativeUIEnabled: true }],
    [{ openGenerativeUI: false }, { openGenerativeUIEnabled: false }],
  ] as const)('with %j is %j [middlewares.info]', async (options, told) => {
    const { rest, runtime } = createFaultBench({ agents: {}, ...options });
    const info = await jsonOf(await rest.info());
    expect(info).toMatchObject(told);
    if (!('a2ui' in told)) expect(info).not.toHaveProperty('a2ui');
    expect(runtime).toMatchObject(options);
  });
});
