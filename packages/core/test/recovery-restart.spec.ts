import { describe, expect, it } from '@jest/globals';
import { verifyEvents } from '@ag-ui/client';
import { runBody, ScriptedAgent } from '@flightdeck/testing';
import type { BaseEvent } from '@flightdeck/store';
import { from, lastValueFrom, type MonoTypeOperatorFunction } from 'rxjs';
import { CopilotRuntime, type RunAgentInput } from '../src/index.js';
import { DEFAULT_RUN_POLICY } from '../src/runs/run-policy.js';
import { SILENT_LOGGER } from '../src/runtime/logger.js';
import { settle } from './support/fault-bench.js';
import { BEGUN, lostRun, USER } from './support/lost-run.js';
import { SharedStore } from './support/shared-store.js';
import { startEngine } from './support/start-engine.js';

describe('an idempotent agent', () => {
  class Idempotent extends ScriptedAgent {
    readonly idempotent = true;
  }

  it('runs once more from where it began [durable.recovery]', async () => {
    const agent = new Idempotent(() => [
      ...BEGUN,
      { type: 'TEXT_MESSAGE_END', messageId: 'm' },
      { type: 'RUN_FINISHED' },
    ]);
    const lost = [...BEGUN, { type: 'STATE_SNAPSHOT', snapshot: { half: true } }];
    const options = { agents: { default: agent }, recovery: 'restart' } as const;
    const { takeOver, stored } = await lostRun(options, lost);
    await takeOver();
    await settle();
    const events = (await stored()).slice(4);
    expect(events).toMatchObject([
      { type: 'TEXT_MESSAGE_END', messageId: 'm' },
      { type: 'MESSAGES_SNAPSHOT', messages: [USER] },
      { type: 'STATE_SNAPSHOT', snapshot: {} },
      ...BEGUN,
      { type: 'TEXT_MESSAGE_END' },
      { type: 'RUN_FINISHED' },
    ]);
    const { input } = agent.log.lastRun as { input: RunAgentInput };
    expect(input).toMatchObject({ ...runBody({ threadId: 't', runId: 'r' }), messages: [USER] });
  });

  it('runs once more if its factory can make it without a request', async () => {
    const agent = new Idempotent();
    const factory = (): never => {
      throw new Error('There is no request');
    };
    const agents = Object.assign(factory, { withoutRequest: () => ({ default: agent }) });
    const { takeOver, engine } = await lostRun({ agents, recovery: 'restart' });
    await takeOver();
    await settle();
    expect(engine.activeRuns).toBe(0);
    expect(agent.log.runs).toHaveLength(1);
  });

  it('is given its last turn, if it remembers the rest itself', async () => {
    const agent = new Idempotent();
    const options = { agents: { default: agent }, recovery: 'restart' } as const;
    const { engine, takeOver } = await lostRun(
      { ...options, history: 'lastTurn' },
      [],
      async (start) => {
        const earlier = { runId: 'earlier', messages: [{ ...USER, id: 'before' }] };
        await (
          await start([...BEGUN, { type: 'RUN_FINISHED' }], {}, earlier)
        ).ended;
      },
    );
    await takeOver();
    await settle();
    expect(engine.activeRuns).toBe(0);
    expect(agent.log.lastRun?.input.messages).toEqual([USER]);
  });

  it('fails if it was given answers to interrupts, which are asked for again', async () => {
    const agent = new Idempotent();
    const options = { agents: { default: agent }, recovery: 'restart' } as const;
    const interrupts = [{ id: 'i', reason: 'approval' }];
    const { takeOver, stored } = await lostRun(
      options,
      BEGUN,
      async (start) => {
        const asking = [{ type: 'RUN_FINISHED', outcome: { type: 'interrupt', interrupts } }];
        await (
          await start(asking, {}, { runId: 'asking' })
        ).ended;
      },
      { resume: [{ interruptId: 'i', status: 'resolved' }] },
    );
    await takeOver();
    await settle();
    expect(agent.log.runs).toHaveLength(0);
    expect((await stored()).at(-1)).toMatchObject({ code: 'OWNER_LOST' });
  });

  it('begins no subagent twice, which clients refuse', async () => {
    const begun = [
      { type: 'SUBAGENT_STARTED', subagentRunId: 's', name: 'helper' },
      { type: 'STEP_STARTED', stepName: 'look', subagentRunId: 's' },
    ];
    const agent = new Idempotent([
      ...begun,
      { type: 'STEP_FINISHED', stepName: 'look', subagentRunId: 's' },
      { type: 'SUBAGENT_FINISHED', subagentRunId: 's' },
      { type: 'RUN_FINISHED' },
    ]);
    const options = { agents: { default: agent }, recovery: 'restart' } as const;
    const { takeOver, stored } = await lostRun(options, begun);
    await takeOver();
    await settle();
    expect(agent.log.runs).toHaveLength(1);
    // AG-UI pins an rxjs of its own, whose types are not ours.
    const verify = verifyEvents(false) as unknown as MonoTypeOperatorFunction<BaseEvent>;
    expect(await lastValueFrom(from(await stored()).pipe(verify))).toMatchObject({
      type: 'RUN_FINISHED',
    });
  });

  it('runs for the owner of the thread', async () => {
    const users: unknown[] = [];
    class Curious extends Idempotent {
      override clone(): Curious {
        return new Curious();
      }
      override async runAgent(): Promise<void> {
        users.push(Reflect.get(this, Symbol.for('flightdeck.user')));
      }
    }
    const shared = new SharedStore();
    const [first, second] = [shared.node('first'), shared.node('second')];
    const runtime = new CopilotRuntime({
      agents: { default: new Curious() },
      recovery: 'restart',
      threads: second.store,
      logger: SILENT_LOGGER,
    });
    await runtime.ready();
    const hanging = async function* hang() {
      yield* BEGUN;
      await new Promise(() => undefined);
    };
    const run = await startEngine(first.store).engine.start({
      scope: { tenantId: 'acme', userId: 'ann' },
      agentId: 'default',
      agent: new ScriptedAgent(hanging),
      input: runBody({ threadId: 't', runId: 'r' }) as unknown as RunAgentInput,
      policy: DEFAULT_RUN_POLICY,
    });
    await settle();
    await run.settled();
    await shared.takeOver('t', second);
    await settle();
    expect(users).toEqual([{ id: 'ann', tenantId: 'acme' }]);
  });

  it('runs no third time', async () => {
    const agent = new Idempotent(async function* hang() {
      yield { type: 'CUSTOM', name: 'second attempt', value: 2 };
      await new Promise(() => undefined);
    });
    const options = { agents: { default: agent }, recovery: 'restart' } as const;
    const { shared, takeOver, stored } = await lostRun(options);
    await takeOver();
    await settle();
    const third = shared.node('third');
    const runtime = new CopilotRuntime({ ...options, threads: third.store, logger: SILENT_LOGGER });
    await runtime.ready();
    await shared.takeOver('t', third, { tellOwner: true });
    await settle();
    expect(agent.log.runs).toHaveLength(1);
    expect((await stored()).at(-1)).toMatchObject({ code: 'OWNER_LOST' });
  });

  it.each([
    ['it does not say so', new ScriptedAgent(), {}],
    ['the policy does not ask for it', new Idempotent(), { recovery: 'fail' }],
  ] as const)('fails if %s', async (_title, agent, options) => {
    const both = { agents: { default: agent }, recovery: 'restart', ...options } as const;
    const { takeOver, stored } = await lostRun(both);
    await takeOver();
    await settle();
    expect(agent.log.runs).toHaveLength(0);
    expect((await stored()).at(-1)).toMatchObject({ code: 'OWNER_LOST' });
  });
});
