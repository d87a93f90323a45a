import assert from 'node:assert/strict';
import type { CopilotRuntimeOptions, RuntimeAgent } from '@flightdeck/core';
import { answer } from '../agents/events.js';
import { failingAgent } from '../agents/faulty-agents.js';
import { ScriptedAgent } from '../agents/scripted-agent.js';
import { createGate } from '../agents/gate.js';
import { runBodySaying } from '../http/run-input.js';
import { jsonOf } from '../http/runtime-client.js';
import { collectRun, terminalOf } from '../sse/collect-run.js';
import { SseReader } from '../sse/sse-reader.js';
import type { ContractSuite } from './contract-suite.js';

type Agents = CopilotRuntimeOptions['agents'];

/** protocol.md 5.2: how agents are found, prepared and reported. */
export function describeRuns(suite: ContractSuite): void {
  const { api } = suite;
  /** The answer to a run that cannot be started. */
  const failureOf = async (
    agents: Agents,
    options: Partial<CopilotRuntimeOptions> = {},
  ): Promise<Record<string, unknown>> => {
    let body: Record<string, unknown> = {};
    await suite.use({ agents, ...options }, {}, async ({ rest }) => {
      body = await jsonOf(await rest.run('default', runBodySaying('hello')), 500);
    });
    return body;
  };
  const broken = (clone: () => unknown): Agents => ({
    default: { ...structuralAgent(), clone } as RuntimeAgent,
  });

  api.describe('runs', () => {
    const failures: readonly (readonly [string, Agents])[] = [
      ['a factory that throws', () => Promise.reject(new Error('secret'))],
      ['a factory that returns nothing', () => undefined as never],
      ['a factory that returns a text', () => 'agents' as never],
      ['an agent that throws in clone()', broken(() => fail('secret'))],
      ['an agent whose clone is none', broken(() => ({}))],
      ['an agent whose clone is nothing', broken(() => undefined)],
    ];
    for (const [title, agents] of failures) {
      api.it(`${title} is answered 500 without a word about the reason`, async () => {
        const { error, message, ...rest } = await failureOf(agents);
        assert.equal(error, 'Failed to run agent');
        assert.match(String(message), /^Internal error \(reference [^)]+\)$/);
        assert.deepEqual(rest, {});
      });
    }

    api.it('a run that cannot be started is answered with the reason in development', async () => {
      const agents = broken(() => fail('told'));
      const { message } = await failureOf(agents, { environment: 'development' });
      assert.equal(message, 'told');
    });

    api.it('a factory may answer with a Response', () =>
      suite.use(
        {
          agents: () => {
            throw new Response('not you', { status: 418, headers: { 'x-why': 'teapot' } });
          },
        },
        {},
        async ({ rest }) => {
          const response = await rest.run('default', runBodySaying('hello'));
          assert.equal(response.status, 418);
          assert.equal(response.headers.get('x-why'), 'teapot');
          assert.equal(await response.text(), 'not you');
        },
      ),
    );

    api.it('the text of an agent’s error stays on the server in production', () =>
      suite.use(
        { agents: { default: failingAgent(new Error('secret')) } },
        {},
        async ({ rest }) => {
          const run = await collectRun(await rest.run('default', runBodySaying('hello')));
          assert.doesNotMatch(run.text, /secret/);
          assert.match(String(terminalOf(run.events).message), /reference/);
        },
      ),
    );

    api.it('the text of an agent’s error is told in development', () =>
      suite.use(
        { agents: { default: failingAgent(new Error('told')) }, environment: 'development' },
        {},
        async ({ rest }) => {
          const { events } = await collectRun(await rest.run('default', runBodySaying('hello')));
          assert.equal(terminalOf(events).message, 'told');
        },
      ),
    );

    api.it('agents that exist are named to the caller in development only', async () => {
      const agents = { hidden: new ScriptedAgent() };
      for (const environment of ['development', 'production'] as const) {
        await suite.use({ agents, environment }, {}, async ({ rest }) => {
          const { message } = await jsonOf(await rest.run('nobody', runBodySaying('hello')), 404);
          assert.equal(/hidden/.test(String(message)), environment === 'development');
        });
      }
    });

    api.it('each run has a clone of its own', async () => {
      const agent = new ScriptedAgent();
      await suite.use({ agents: { default: agent } }, {}, async ({ rest }) => {
        for (const text of ['one', 'two']) {
          await collectRun(await rest.run('default', runBodySaying(text)));
        }
        assert.equal(agent.log.clones, 2);
        assert.equal(agent.threadId, undefined);
      });
    });

    api.it('a clone knows its agent id, thread, messages and state before it is run', async () => {
      const seen: Record<string, unknown> = {};
      const agent = structuralAgent(seen);
      await suite.use({ agents: { default: agent } }, {}, async ({ rest }) => {
        const body = runBodySaying('hello', { state: { a: 1 } });
        await collectRun(await rest.run('default', body));
        assert.equal(seen.agentId, 'default');
        assert.equal(seen.threadId, body.threadId);
        assert.deepEqual(seen.messages, body.messages);
        assert.deepEqual(seen.state, { a: 1 });
      });
    });

    api.it('silence is broken by comments that keep the connection open', async () => {
      const gate = createGate();
      const agent = new ScriptedAgent(async function* silent({ input }) {
        await gate.opened;
        yield* answer(input);
      });
      const options = { agents: { default: agent }, sseKeepAliveIntervalSeconds: 0.02 };
      await suite.use(options, {}, async ({ rest }) => {
        const reader = new SseReader(await rest.run('default', runBodySaying('hello')));
        await reader.readTo('RUN_STARTED');
        for (let index = 0; index < 3; index += 1) {
          assert.equal((await reader.next())?.comment, 'keep-alive');
        }
        gate.open();
        terminalOf(await reader.restOfEvents());
      });
    });
  });
}

function fail(message: string): never {
  throw new Error(message);
}

/** The least that the runtime needs, and the setters that AG-UI's own agents have. */
function structuralAgent(seen: Record<string, unknown> = {}): RuntimeAgent {
  return {
    clone() {
      const clone = {
        clone: () => clone,
        setMessages(messages: never) {
          seen.messages = messages;
        },
        setState(state: never) {
          seen.state = state;
        },
        async runAgent(this: RuntimeAgent, input: never, { onEvent }: never) {
          seen.agentId = this.agentId;
          seen.threadId = this.threadId;
          const emit = onEvent as (params: { event: unknown }) => void;
          for (const event of answer(input)) emit({ event });
        },
      };
      return clone;
    },
    runAgent: () => fail('The registered agent must not be run'),
  };
}
