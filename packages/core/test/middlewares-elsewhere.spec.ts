import { describe, expect, it } from '@jest/globals';
import { EMPTY, Observable } from 'rxjs';
import { ScriptedAgent } from '@flightdeck/testing';
import {
  AgentRunner,
  type AgentRunnerRunRequest,
  type BaseEvent,
  type RuntimeAgent,
} from '../src/index.js';
import { createFaultBench, settle, wellFormedRun } from './support/fault-bench.js';
import { BEGUN, lostRun } from './support/lost-run.js';
import { markingMiddleware } from './support/marking-middleware.js';

class OwnRunner extends AgentRunner {
  readonly agents: RuntimeAgent[] = [];

  run({ agent, input }: AgentRunnerRunRequest) {
    this.agents.push(agent);
    return new Observable<BaseEvent>((observer) => {
      const heard = { onEvent: ({ event }: { event: BaseEvent }) => observer.next(event) };
      void Promise.resolve(agent.runAgent(input as never, heard as never)).then(
        () => observer.complete(),
        (error: unknown) => observer.error(error),
      );
    });
  }

  connect() {
    return EMPTY;
  }

  async isRunning() {
    return false;
  }

  async stop() {
    return false;
  }
}

describe('the agent that a custom runner gets', () => {
  it('is behind the middlewares, and still of its class [middlewares.custom-runner]', async () => {
    const runner = new OwnRunner();
    const middleware = markingMiddleware('mine');
    const agent = new ScriptedAgent();
    const { rest } = createFaultBench({
      agents: { default: agent },
      runner,
      middlewares: [middleware],
    });
    const { types } = await wellFormedRun(rest);
    expect(types.slice(-2)).toEqual(['CUSTOM', 'RUN_FINISHED']);
    const [given] = runner.agents;
    expect(given).toBeInstanceOf(ScriptedAgent);
    expect(given).toMatchObject({ agentId: 'default', log: agent.log });
    expect(given?.clone()).toBeInstanceOf(ScriptedAgent);
  });

  it('is not asked what a user interface wants of its server [run.mcp-proxied-calls]', async () => {
    const runner = new OwnRunner();
    const { rest } = createFaultBench({
      agents: { default: new ScriptedAgent() },
      runner,
      mcpApps: { servers: [] },
    });
    const request = { serverHash: 'f00', method: 'ping' };
    const { events } = await wellFormedRun(rest, {
      forwardedProps: { __proxiedMCPRequest: request },
    });
    expect(events.at(-1)?.result).toEqual({ error: 'Unknown MCP server' });
    expect(runner.agents).toHaveLength(0);
  });

  it('is the very clone if there are none [middlewares.none]', async () => {
    const runner = new OwnRunner();
    const clones: RuntimeAgent[] = [];
    class Counted extends ScriptedAgent {
      override clone() {
        const clone = super.clone();
        clones.push(clone);
        return clone;
      }
    }
    const { rest } = createFaultBench({ agents: { default: new Counted() }, runner });
    await wellFormedRun(rest);
    expect(runner.agents[0]).toBe(clones[0]);
  });
});

describe('a run that is taken over from a lost server', () => {
  class Idempotent extends ScriptedAgent {
    readonly idempotent = true;
  }

  it('has its middlewares again when it is restarted [middlewares.recovery]', async () => {
    const middleware = markingMiddleware('mine');
    const { takeOver, stored } = await lostRun({
      agents: { default: new Idempotent() },
      recovery: 'restart',
      middlewares: [middleware],
    });
    await takeOver();
    await settle();
    expect(middleware.begun).toHaveLength(1);
    expect((await stored()).map(({ type }) => type).slice(-2)).toEqual(['CUSTOM', 'RUN_FINISHED']);
  });

  it('tells its middlewares of its past when it goes on elsewhere [middlewares.recovery]', async () => {
    const seen: string[] = [];
    const middleware = markingMiddleware('mine', {
      push(event) {
        seen.push(event.type);
        return [event];
      },
      end: () => [{ type: 'CUSTOM', name: 'end', value: 1 }, { type: 'RUN_FINISHED' }],
    });
    class Reattachable extends ScriptedAgent {
      override clone(): Reattachable {
        return new Reattachable();
      }

      async *reattach() {
        yield { type: 'TEXT_MESSAGE_END', messageId: 'm' };
      }
    }
    const { takeOver, stored } = await lostRun({
      agents: { default: new Reattachable() },
      recovery: 'reattach',
      middlewares: [middleware],
    });
    await takeOver();
    await settle();
    expect(seen).toEqual(['RUN_STARTED', ...BEGUN.map(({ type }) => type), 'TEXT_MESSAGE_END']);
    const events = await stored();
    expect(events.slice(-3).map(({ type }) => type)).toEqual([
      'TEXT_MESSAGE_END',
      'CUSTOM',
      'RUN_FINISHED',
    ]);
  });
});
