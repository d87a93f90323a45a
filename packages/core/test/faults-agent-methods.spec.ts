import { describe, expect, it } from '@jest/globals';
import {
  answer,
  createGate,
  jsonOf,
  runBodySaying,
  ScriptedAgent,
  SseReader,
  terminalOf,
  until,
  waitingAt,
} from '@flightdeck/testing';
import type { CopilotRuntimeOptions, RuntimeAgent } from '../src/index.js';
import {
  assertEnding,
  createFaultBench,
  newThread,
  settle,
  wellFormedRun,
} from './support/fault-bench.js';

type Agents = CopilotRuntimeOptions['agents'];

function throwing(): never {
  throw new Error('broken');
}

const rejecting = (): Promise<never> => Promise.reject(new Error('broken'));

/** An agent that answers properly, except for what `broken` replaces. */
function agentBut(broken: Partial<RuntimeAgent>, clone: Partial<RuntimeAgent> = {}): RuntimeAgent {
  const sound: RuntimeAgent = {
    clone: () => ({ ...sound, ...clone }),
    runAgent(input: never, { onEvent }: never): void {
      for (const event of answer(input)) (onEvent as (params: object) => void)({ event });
    },
  };
  return { ...sound, ...broken };
}

const unusable: readonly (readonly [title: string, agents: Agents])[] = [
  ['a factory that throws', throwing],
  ['a factory that rejects', rejecting],
  ['a factory that returns undefined', () => undefined as never],
  ['a factory that returns a text', () => 'agents' as never],
  ['agents that were rejected', rejecting()],
  ['clone() that throws', { default: agentBut({ clone: throwing }) }],
  ['clone() that rejects', { default: agentBut({ clone: rejecting }) }],
  ['clone() that returns nothing', { default: agentBut({ clone: () => undefined }) }],
  ['clone() that returns no agent', { default: agentBut({ clone: () => ({ run: 1 }) }) }],
  ['setMessages() that throws', { default: agentBut({}, { setMessages: throwing }) }],
  ['setState() that throws', { default: agentBut({}, { setState: throwing }) }],
  ['a clone that is frozen', { default: agentBut({ clone: () => Object.freeze(agentBut({})) }) }],
];
// What is handed to a runtime later must not be unhandled until then.
for (const [, agents] of unusable) if (agents instanceof Promise) agents.catch(() => undefined);

describe('agents that cannot be run', () => {
  for (const [title, agents] of unusable) {
    for (const route of ['run', 'suggest'] as const) {
      it(`${title} is answered 500 and told to onError once (${route})`, async () => {
        const { rest, failures } = createFaultBench({ agents });
        const body = await jsonOf(await rest[route]('default', runBodySaying('hello')), 500);
        expect(body.error).toBe('Failed to run agent');
        expect(JSON.stringify(body)).not.toContain('broken');
        await settle();
        expect(failures).toHaveLength(1);
      });
    }
  }

  for (const [title, agent] of [
    ['null', null],
    ['a text', 'agent'],
    ['an object without runAgent', { clone: () => ({}) }],
    ['an object without clone', { runAgent: () => undefined }],
  ] as const) {
    it(`${title} in the place of an agent is no agent`, async () => {
      const { rest } = createFaultBench({ agents: { default: agent as never } });
      await jsonOf(await rest.run('default', runBodySaying('hello')), 404);
    });
  }

  it('a factory that fails once does not spoil the next request', async () => {
    let calls = 0;
    const { rest } = createFaultBench({
      agents: () => {
        calls += 1;
        return calls === 1 ? throwing() : { default: new ScriptedAgent() };
      },
    });
    await jsonOf(await rest.run('default', runBodySaying('hello')), 500);
    assertEnding(await wellFormedRun(rest), 'RUN_FINISHED');
  });
});

describe('abortRun()', () => {
  for (const [title, abortRun] of [
    ['throws', throwing],
    ['rejects', rejecting],
    ['never resolves', () => new Promise(() => undefined)],
  ] as const) {
    it(`a run is stopped although it ${title}`, async () => {
      const clone: Partial<RuntimeAgent> = {
        abortRun: abortRun as () => void,
        runAgent: () => new Promise(() => undefined),
      };
      const { rest, failures } = createFaultBench({
        agents: { default: agentBut({}, clone) },
        limits: { stopDeadlineMs: 10 },
      });
      const thread = newThread();
      const reader = new SseReader(await rest.run('default', runBodySaying('hello', thread)));
      await reader.readTo('RUN_STARTED');
      expect((await jsonOf(await rest.stop('default', thread.threadId))).stopped).toBe(true);
      expect(terminalOf(await reader.restOfEvents()).type).toBe('RUN_FINISHED');
      await settle();
      expect(failures).toHaveLength(0);
    });
  }

  it('a run is stopped although it is not there', async () => {
    const clone: Partial<RuntimeAgent> = { runAgent: () => new Promise(() => undefined) };
    const agents = { default: agentBut({}, clone) };
    const { rest } = createFaultBench({ agents, limits: { stopDeadlineMs: 10 } });
    const thread = newThread();
    const reader = new SseReader(await rest.run('default', runBodySaying('hello', thread)));
    await rest.stop('default', thread.threadId);
    terminalOf(await reader.restOfEvents());
  });

  it('an agent that was left behind cannot write into the next run of its thread', async () => {
    const gates = [createGate(), createGate()];
    const { rest, runtime } = createFaultBench({
      agents: { default: new ScriptedAgent(waitingAt(gates, true)) },
      limits: { stopDeadlineMs: 10 },
    });
    const thread = newThread();
    const first = new SseReader(await rest.run('default', runBodySaying('hello', thread)));
    await first.readTo('TEXT_MESSAGE_CONTENT');
    await rest.stop('default', thread.threadId);
    terminalOf(await first.restOfEvents());
    const second = new SseReader(await rest.run('default', runBodySaying('hello', thread)));
    await second.readTo('TEXT_MESSAGE_CONTENT');
    gates[0]?.open();
    await settle();
    gates[1]?.open();
    const types = (await second.restOfEvents()).map(({ type }) => type);
    expect(types).toEqual(['TEXT_MESSAGE_CONTENT', 'TEXT_MESSAGE_END', 'RUN_FINISHED']);
    await until(() => runtime.engine?.activeRuns === 0);
  });
});

describe('getCapabilities()', () => {
  for (const [title, getCapabilities] of [
    ['throws', throwing],
    ['rejects', rejecting],
    ['never resolves', () => new Promise(() => undefined)],
    [
      'rejects after the answer',
      () => new Promise((_resolve, reject) => setTimeout(() => reject(new Error('late')), 30)),
    ],
    ['returns a cycle', cyclic],
    ['returns a bigint', () => 1n],
  ] as const) {
    it(`info is answered although it ${title}`, async () => {
      const { rest } = createFaultBench({
        agents: { default: agentBut({ getCapabilities }), other: new ScriptedAgent() },
        capabilitiesTimeoutMs: 10,
      });
      const { agents } = await jsonOf(await rest.info());
      expect(Object.keys(agents as object)).toEqual(['default', 'other']);
      await new Promise((resolve) => setTimeout(resolve, title.endsWith('answer') ? 40 : 0));
    });
  }
});

function cyclic(): unknown {
  const value: Record<string, unknown> = {};
  value.self = value;
  return value;
}
