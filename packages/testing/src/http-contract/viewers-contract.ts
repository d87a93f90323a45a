import assert from 'node:assert/strict';
import { createGate } from '../agents/gate.js';
import { noisyAgent, silentAgent } from '../agents/faulty-agents.js';
import { createStage } from '../agents/stage.js';
import { waitingAt } from '../agents/waiting-at.js';
import { runBody, runBodySaying } from '../http/run-input.js';
import type { RuntimeClient } from '../http/runtime-client.js';
import { collectRun, terminalOf, textOf } from '../sse/collect-run.js';
import { SseReader } from '../sse/sse-reader.js';
import { until } from '../support/with-deadline.js';
import type { ContractSuite } from './contract-suite.js';

function join(client: RuntimeClient, threadId: string): Promise<Response> {
  return client.connect('default', runBody({ threadId }));
}

/** protocol.md 10: readers that leave, come late or are slow. */
export function describeViewers(suite: ContractSuite): void {
  const { api } = suite;

  api.describe('viewers', () => {
    api.it('a run whose client leaves is not aborted', async () => {
      const stage = createStage();
      await suite.use({ agents: { default: stage.agent } }, {}, async ({ rest }) => {
        const body = runBodySaying('hello');
        const gate = createGate();
        stage.play(body.threadId, waitingAt([gate]));
        const reader = new SseReader(await rest.run('default', body));
        await reader.readTo('TEXT_MESSAGE_CONTENT');
        await reader.cancel();
        gate.open();
        await until(async () => {
          const { events } = await collectRun(await join(rest, body.threadId));
          return textOf(events) === 'begun done';
        }, 'the end of the run');
        assert.equal(stage.agent.log.aborts, 0);
      });
    });

    api.it('a run whose last viewer leaves is ended where that is configured', async () => {
      const stage = createStage();
      const options = { agents: { default: stage.agent }, onDisconnect: 'cancel' } as const;
      await suite.use(options, {}, async ({ rest }) => {
        const body = runBodySaying('hello');
        stage.play(body.threadId, waitingAt([createGate()]));
        const reader = new SseReader(await rest.run('default', body));
        await reader.readTo('TEXT_MESSAGE_CONTENT');
        await reader.cancel();
        await until(() => stage.agent.log.aborts === 1, 'the abort of the agent');
        const { events } = await collectRun(await join(rest, body.threadId));
        assert.equal(terminalOf(events).type, 'RUN_FINISHED');
      });
    });

    api.it('a run goes on as long as one viewer is left', async () => {
      const stage = createStage();
      const options = { agents: { default: stage.agent }, onDisconnect: 'cancel' } as const;
      await suite.use(options, {}, async ({ rest }) => {
        const body = runBodySaying('hello');
        const gate = createGate();
        stage.play(body.threadId, waitingAt([gate]));
        const first = new SseReader(await rest.run('default', body));
        await first.readTo('TEXT_MESSAGE_CONTENT');
        const second = new SseReader(await join(rest, body.threadId));
        await second.readTo('TEXT_MESSAGE_CONTENT');
        await first.cancel();
        gate.open();
        assert.equal(textOf(await second.restOfEvents()), ' done');
        assert.equal(stage.agent.log.aborts, 0);
      });
    });

    api.it('a suggestion ends with its reader', async () => {
      const agent = silentAgent();
      await suite.use({ agents: { default: agent } }, {}, async ({ rest }) => {
        const reader = new SseReader(await rest.suggest('default', runBodySaying('hello')));
        await reader.readTo('RUN_STARTED');
        await reader.cancel();
        await until(() => agent.log.aborts === 1, 'the abort of the agent');
      });
    });

    api.it('a viewer that reads only after the run has ended gets all of it', async () => {
      const stage = createStage();
      await suite.use({ agents: { default: stage.agent } }, {}, async ({ rest }) => {
        const body = runBodySaying('hello');
        const gate = createGate();
        stage.play(body.threadId, waitingAt([gate]));
        const first = new SseReader(await rest.run('default', body));
        await first.readTo('TEXT_MESSAGE_CONTENT');
        const late = await join(rest, body.threadId);
        gate.open();
        terminalOf(await first.restOfEvents());
        const { events } = await collectRun(late);
        assert.equal(textOf(events), 'begun done');
        assert.equal(terminalOf(events).type, 'RUN_FINISHED');
      });
    });

    api.it('a reader that stalls holds up neither the run nor other viewers', async () => {
      const agent = noisyAgent(4_000);
      await suite.use({ agents: { default: agent } }, {}, async ({ rest }) => {
        const body = runBodySaying('hello');
        const stalled = new SseReader(await rest.run('default', body));
        await stalled.readTo('RUN_STARTED');
        const { events } = await collectRun(await join(rest, body.threadId));
        assert.equal(textOf(events).length, 4_000_000);
        const remaining = await stalled.restOfEvents();
        assert.equal(textOf(remaining).length, 4_000_000);
        assert.equal(terminalOf(remaining).type, 'RUN_FINISHED');
      });
    });

    api.it('many clients may leave at once and all runs end', async () => {
      const stage = createStage();
      await suite.use({ agents: { default: stage.agent } }, {}, async ({ rest, runtime }) => {
        const gate = createGate();
        const readers = await Promise.all(
          Array.from({ length: 20 }, async () => {
            const body = runBodySaying('hello');
            stage.play(body.threadId, waitingAt([gate]));
            const reader = new SseReader(await rest.run('default', body));
            await reader.readTo('TEXT_MESSAGE_CONTENT');
            return reader;
          }),
        );
        await Promise.all(readers.map((reader) => reader.cancel()));
        gate.open();
        await until(() => runtime.engine?.activeRuns === 0, 'the end of all runs');
        assert.equal(stage.agent.log.aborts, 0);
      });
    });
  });
}
