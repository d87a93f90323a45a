import assert from 'node:assert/strict';
import { createGate } from '../agents/gate.js';
import { createStage } from '../agents/stage.js';
import { waitingAt } from '../agents/waiting-at.js';
import { runBody, runBodySaying } from '../http/run-input.js';
import { jsonOf } from '../http/runtime-client.js';
import { terminalOf, textOf } from '../sse/collect-run.js';
import { SseReader } from '../sse/sse-reader.js';
import type { ContractSuite, Mounted } from './contract-suite.js';

/** design.md 3.9: a shutdown ends every stream properly. */
export function describeShutdown(suite: ContractSuite): void {
  const { api } = suite;
  /** A server with a run that waits at the gate. */
  const running = (
    body: (
      server: Mounted & {
        readonly reader: SseReader;
        readonly threadId: string;
        readonly gate: ReturnType<typeof createGate>;
      },
    ) => Promise<void>,
  ): Promise<void> => {
    const stage = createStage();
    return suite.use({ agents: { default: stage.agent } }, {}, async (server) => {
      const gate = createGate();
      const runOf = runBodySaying('hello');
      stage.play(runOf.threadId, waitingAt([gate]));
      const reader = new SseReader(await server.rest.run('default', runOf));
      await reader.readTo('TEXT_MESSAGE_CONTENT');
      await body({ ...server, gate, reader, threadId: runOf.threadId });
    });
  };

  api.describe('shutdown', () => {
    api.it('a run that does not end in time ends in RUN_ERROR SERVER_SHUTDOWN', () =>
      running(async ({ runtime, reader }) => {
        await runtime.shutdown({ graceMs: 0 });
        const events = await reader.restOfEvents();
        assert.equal(terminalOf(events).code, 'SERVER_SHUTDOWN');
        assert.ok(events.some(({ type }) => type === 'TEXT_MESSAGE_END'));
      }),
    );

    api.it('a viewer of that run is told the same', () =>
      running(async ({ runtime, rest, threadId }) => {
        const viewer = new SseReader(await rest.connect('default', runBody({ threadId })));
        await viewer.readTo('TEXT_MESSAGE_CONTENT');
        await runtime.shutdown({ graceMs: 0 });
        assert.equal(terminalOf(await viewer.restOfEvents()).code, 'SERVER_SHUTDOWN');
      }),
    );

    api.it('a run that ends in time ends as always', () =>
      running(async ({ runtime, reader, gate }) => {
        const shutdown = runtime.shutdown({ graceMs: 5_000 });
        gate.open();
        const events = await reader.restOfEvents();
        assert.equal(textOf(events), ' done');
        assert.equal(terminalOf(events).type, 'RUN_FINISHED');
        await shutdown;
      }),
    );

    api.it('new runs are refused with 503 and a time to come back', () =>
      running(async ({ runtime, rest, reader, gate }) => {
        const shutdown = runtime.shutdown({ graceMs: 5_000 });
        const response = await rest.run('default', runBodySaying('hello'));
        assert.ok(Number(response.headers.get('retry-after')) > 0);
        assert.equal((await jsonOf(response, 503)).code, 'unavailable');
        gate.open();
        await reader.rest();
        await shutdown;
      }),
    );

    api.it('suggestions are refused with 503, too', () =>
      running(async ({ runtime, rest }) => {
        await runtime.shutdown({ graceMs: 0 });
        await jsonOf(await rest.suggest('default', runBodySaying('hello')), 503);
      }),
    );

    api.it('a run that waits for its turn is told so in its stream', async () => {
      const stage = createStage();
      const options = { agents: { default: stage.agent }, onConcurrentRun: 'enqueue' } as const;
      await suite.use(options, {}, async ({ rest, runtime }) => {
        const { threadId } = runBody();
        stage.play(threadId, waitingAt([createGate()]));
        const send = (): Promise<Response> =>
          rest.run('default', runBodySaying('hello', { threadId }));
        const first = new SseReader(await send());
        await first.readTo('TEXT_MESSAGE_CONTENT');
        const waiting = new SseReader(await send());
        await runtime.shutdown({ graceMs: 0 });
        assert.equal(terminalOf(await waiting.restOfEvents()).code, 'SERVER_SHUTDOWN');
      });
    });

    api.it('info is answered to the end', () =>
      running(async ({ runtime, rest }) => {
        await runtime.shutdown({ graceMs: 0 });
        await jsonOf(await rest.info());
      }),
    );
  });
}
