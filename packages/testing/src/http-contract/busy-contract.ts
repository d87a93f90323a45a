import assert from 'node:assert/strict';
import type { CopilotRuntimeOptions } from '@flightdeck/core';
import { createGate } from '../agents/gate.js';
import { answer } from '../agents/events.js';
import { createStage, type Stage } from '../agents/stage.js';
import { waitingAt } from '../agents/waiting-at.js';
import { runBodySaying, type RunBody } from '../http/run-input.js';
import { jsonOf } from '../http/runtime-client.js';
import { collectRun, terminalOf, textOf } from '../sse/collect-run.js';
import { SseReader } from '../sse/sse-reader.js';
import { uniqueId } from '../support/unique-id.js';
import { until } from '../support/with-deadline.js';
import type { ContractSuite, Mounted } from './contract-suite.js';

interface Stand extends Mounted {
  readonly stage: Stage;
  readonly threadId: string;
  /** Starts a run of the thread and reads up to its first text. */
  begin(overrides?: object): Promise<{ readonly body: RunBody; readonly reader: SseReader }>;
  send(overrides?: object): Promise<Response>;
}

/** protocol.md 10: what happens to runs on a busy thread, and to runs that do not end. */
export function describeBusyThreads(suite: ContractSuite): void {
  const { api } = suite;
  const stand = (
    options: Partial<CopilotRuntimeOptions>,
    body: (stand: Stand) => Promise<void>,
  ): Promise<void> => {
    const stage = createStage();
    const agents = { default: stage.agent, other: stage.agent };
    return suite.use({ agents, ...options }, {}, async (server) => {
      const threadId = uniqueId('thread');
      const send = (overrides: object = {}): Promise<Response> =>
        server.rest.run('default', runBodySaying('hello', { threadId, ...overrides }));
      await body({
        ...server,
        stage,
        threadId,
        send,
        async begin(overrides = {}) {
          const runBody = runBodySaying('hello', { threadId, ...overrides });
          const reader = new SseReader(await server.rest.run('default', runBody));
          await reader.readTo('TEXT_MESSAGE_CONTENT');
          return { body: runBody, reader };
        },
      });
    });
  };

  api.describe('busy threads', () => {
    api.it('a second run is refused by default and the first one is not disturbed', () =>
      stand({}, async ({ stage, threadId, begin, send }) => {
        const gate = createGate();
        stage.play(threadId, waitingAt([gate]));
        const { body, reader } = await begin();
        assert.equal((await jsonOf(await send(), 409)).runId, body.runId);
        gate.open();
        assert.equal(textOf(await reader.restOfEvents()), ' done');
      }),
    );

    api.it('a second run supersedes the first one where that is configured', () =>
      stand({ onConcurrentRun: 'supersede' }, async ({ stage, threadId, begin, send }) => {
        const gates = [createGate(), createGate()];
        stage.play(threadId, waitingAt(gates));
        const { reader } = await begin();
        gates[1]?.open();
        const { events } = await collectRun(await send());
        assert.equal(textOf(events), 'begun done');
        assert.equal(terminalOf(await reader.restOfEvents()).type, 'RUN_FINISHED');
        assert.equal(stage.agent.log.aborts, 1);
      }),
    );

    api.it('a superseded run stays in the thread', () =>
      stand({ onConcurrentRun: 'supersede' }, async ({ stage, threadId, begin, send, rest }) => {
        const gates = [createGate(), createGate()];
        stage.play(threadId, waitingAt(gates));
        await begin();
        gates[1]?.open();
        await collectRun(await send());
        const body = runBodySaying('', { threadId, messages: [] });
        const { events } = await collectRun(await rest.connect('default', body));
        assert.equal(textOf(events), 'begunbegun done');
      }),
    );

    api.it('a run supersedes even an agent that ignores aborts', () =>
      stand(
        { onConcurrentRun: 'supersede', limits: { stopDeadlineMs: 20 } },
        async ({ stage, threadId, begin, send }) => {
          const wedge = waitingAt([createGate()], true);
          stage.play(threadId, (run) =>
            stage.runsOf(threadId).length === 1 ? wedge(run) : answer(run.input),
          );
          await begin();
          assert.equal(terminalOf((await collectRun(await send())).events).type, 'RUN_FINISHED');
        },
      ),
    );

    api.it('a second run waits for its turn where that is configured', () =>
      stand({ onConcurrentRun: 'enqueue' }, async ({ stage, threadId, begin, send }) => {
        const gates = [createGate(), createGate()];
        stage.play(threadId, waitingAt(gates));
        const { reader } = await begin();
        const response = await send();
        assert.equal(response.status, 200);
        assert.equal(stage.runsOf(threadId).length, 1);
        gates[0]?.open();
        gates[1]?.open();
        assert.equal(textOf(await reader.restOfEvents()), ' done');
        assert.equal(textOf((await collectRun(response)).events), 'begun done');
      }),
    );

    api.it('runs that wait start in the order in which they came', () =>
      stand({ onConcurrentRun: 'enqueue' }, async ({ stage, threadId, begin, send }) => {
        const gates = [createGate(), createGate(), createGate()];
        stage.play(threadId, waitingAt(gates));
        const { body } = await begin();
        const second = await send({ runId: 'second' });
        const third = await send({ runId: 'third' });
        for (const gate of gates) gate.open();
        await Promise.all([collectRun(second), collectRun(third)]);
        const order = stage.runsOf(threadId).map(({ input }) => input.runId);
        assert.deepEqual(order, [body.runId, 'second', 'third']);
      }),
    );

    api.it('a run is refused with 429 when too many wait', () =>
      stand(
        { onConcurrentRun: 'enqueue', limits: { maxQueuedRuns: 1 } },
        async ({ stage, threadId, begin, send }) => {
          const gate = createGate();
          stage.play(threadId, waitingAt([gate]));
          const { reader } = await begin();
          // The first in line is about to be served; one more may wait behind it.
          const waiting = [await send(), await send()];
          await jsonOf(await send(), 429);
          gate.open();
          await reader.rest();
          await Promise.all(waiting.map((response) => collectRun(response)));
        },
      ),
    );

    api.it('a run that waits for too long is told so in its stream', () =>
      stand(
        { onConcurrentRun: 'enqueue', limits: { enqueueTimeoutMs: 150 } },
        async ({ stage, threadId, begin, send }) => {
          const gate = createGate();
          stage.play(threadId, waitingAt([gate]));
          const { reader } = await begin();
          const { events } = await collectRun(await send());
          assert.equal(terminalOf(events).code, 'ENQUEUE_TIMEOUT');
          gate.open();
          await reader.rest();
        },
      ),
    );
  });

  api.describe('runs that do not end', () => {
    api.it('an agent that ignores a stop is left behind and the thread is free', () =>
      stand({ limits: { stopDeadlineMs: 20 } }, async ({ stage, threadId, begin, send, rest }) => {
        stage.play(threadId, waitingAt([createGate()], true));
        const { reader } = await begin();
        assert.equal((await jsonOf(await rest.stop('default', threadId))).stopped, true);
        assert.equal(terminalOf(await reader.restOfEvents()).type, 'RUN_FINISHED');
        stage.play(threadId, ({ input }) => answer(input));
        assert.equal(terminalOf((await collectRun(await send())).events).type, 'RUN_FINISHED');
      }),
    );

    api.it('a stop aborts the agent once', () =>
      stand({}, async ({ stage, threadId, begin, rest }) => {
        stage.play(threadId, waitingAt([createGate()]));
        const { reader } = await begin();
        await jsonOf(await rest.stop('default', threadId));
        await reader.rest();
        assert.equal(stage.agent.log.aborts, 1);
      }),
    );

    api.it('a run can be stopped through any agent that exists', () =>
      stand({}, async ({ stage, threadId, begin, rest }) => {
        stage.play(threadId, waitingAt([createGate()]));
        const { reader } = await begin();
        assert.equal((await jsonOf(await rest.stop('other', threadId))).stopped, true);
        await reader.rest();
      }),
    );

    for (const [limit, code] of [
      ['maxRunDurationMs', 'RUN_TIMEOUT'],
      ['idleTimeoutMs', 'RUN_IDLE_TIMEOUT'],
    ] as const) {
      api.it(`a run beyond ${limit} ends in RUN_ERROR ${code} and its agent is aborted`, () =>
        stand({ limits: { [limit]: 60 } }, async ({ stage, threadId, send }) => {
          stage.play(threadId, waitingAt([createGate()], true));
          const { events } = await collectRun(await send());
          assert.equal(terminalOf(events).code, code);
          await until(() => stage.agent.log.aborts === 1, 'the abort of the agent');
        }),
      );
    }
  });
}
