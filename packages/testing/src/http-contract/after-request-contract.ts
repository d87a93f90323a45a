import assert from 'node:assert/strict';
import type { AfterRequestMiddlewareParameters } from '@flightdeck/core';
import { textMessage, toolCall } from '../agents/events.js';
import { createGate } from '../agents/gate.js';
import { createStage, type Stage } from '../agents/stage.js';
import { waitingAt } from '../agents/waiting-at.js';
import { runBody, runBodySaying } from '../http/run-input.js';
import { jsonOf } from '../http/runtime-client.js';
import { collectRun } from '../sse/collect-run.js';
import { SseReader } from '../sse/sse-reader.js';
import { until } from '../support/with-deadline.js';
import type { ContractSuite, Mounted } from './contract-suite.js';

interface Recorded extends Mounted {
  readonly stage: Stage;
  /** What the middleware was told, once it has been told `count` times. */
  told(count?: number): Promise<readonly AfterRequestMiddlewareParameters[]>;
}

/** protocol.md 12: what `afterRequestMiddleware` is told, and when. */
export function describeAfterRequest(suite: ContractSuite): void {
  const { api } = suite;
  const recorded = (body: (server: Recorded) => Promise<void>): Promise<void> => {
    const stage = createStage();
    const calls: AfterRequestMiddlewareParameters[] = [];
    const options = {
      agents: { default: stage.agent },
      afterRequestMiddleware: (call: AfterRequestMiddlewareParameters) => void calls.push(call),
    };
    return suite.use(options, {}, (server) =>
      body({
        ...server,
        stage,
        async told(count = 1) {
          await until(() => calls.length >= count, `${count} calls of afterRequestMiddleware`);
          return calls;
        },
      }),
    );
  };

  api.describe('afterRequestMiddleware', () => {
    api.it('it is told the messages and ids of a run', () =>
      recorded(async ({ rest, stage, told }) => {
        const body = runBodySaying('hello');
        stage.play(body.threadId, [
          ...textMessage('m', 'Hel', 'lo'),
          ...toolCall({ id: 'c', name: 'act', args: { a: 1 } }),
          { type: 'RUN_FINISHED' },
        ]);
        await collectRun(await rest.run('default', body));
        const [call] = await told();
        assert.equal(call?.threadId, body.threadId);
        assert.equal(call?.runId, body.runId);
        assert.deepEqual(call?.messages, [
          { id: 'm', role: 'assistant', content: 'Hello' },
          { id: 'c', role: 'assistant', toolCalls: [{ id: 'c', name: 'act', args: '{"a":1}' }] },
        ]);
      }),
    );

    api.it('it is told only once the stream has ended', () =>
      recorded(async ({ rest, stage, told }) => {
        const body = runBodySaying('hello');
        const gate = createGate();
        stage.play(body.threadId, waitingAt([gate]));
        const reader = new SseReader(await rest.run('default', body));
        await reader.readTo('TEXT_MESSAGE_CONTENT');
        await jsonOf(await rest.info());
        const [first] = await told();
        assert.deepEqual(first?.messages, []);
        gate.open();
        await reader.rest();
        const [, second] = await told(2);
        assert.equal(second?.messages[0]?.content, 'begun done');
      }),
    );

    api.it('it is told of a run whose client has left', () =>
      recorded(async ({ rest, stage, told }) => {
        const body = runBodySaying('hello');
        const gate = createGate();
        stage.play(body.threadId, waitingAt([gate]));
        const reader = new SseReader(await rest.run('default', body));
        await reader.readTo('TEXT_MESSAGE_CONTENT');
        await reader.cancel();
        gate.open();
        const [call] = await told();
        assert.equal(call?.messages[0]?.content, 'begun done');
      }),
    );

    api.it('it is told of a connect what the replay says', () =>
      recorded(async ({ rest, told }) => {
        const body = runBodySaying('hello');
        await collectRun(await rest.run('default', body));
        await told();
        await collectRun(await rest.connect('default', runBody({ threadId: body.threadId })));
        const [, call] = await told(2);
        assert.equal(call?.threadId, body.threadId);
        assert.equal(call?.messages.at(-1)?.content, 'Hello');
      }),
    );

    api.it('it is told of other answers with their status and body', () =>
      recorded(async ({ rest, told }) => {
        await jsonOf(await rest.info());
        const [call] = await told();
        assert.equal(call?.response.status, 200);
        assert.deepEqual(call?.messages, []);
        assert.equal(call?.threadId, undefined);
        assert.match((await call?.response.text()) ?? '', /"mode":"sse"/);
      }),
    );

    api.it('it can read the stream of a run again', () =>
      recorded(async ({ rest, told }) => {
        await collectRun(await rest.run('default', runBodySaying('hello')));
        const [call] = await told();
        assert.match((await call?.response.text()) ?? '', /data: \{"type":"RUN_FINISHED"/);
      }),
    );

    api.it('it is told of errors that an operation answers', () =>
      recorded(async ({ rest, told }) => {
        await jsonOf(await rest.run('nobody', runBody()), 404);
        const [call] = await told();
        assert.equal(call?.response.status, 404);
      }),
    );

    api.it('it is not told of paths that are no route', () =>
      recorded(async ({ single, rest, told }) => {
        await jsonOf(await single.envelope({ method: 'nonsense' }), 400);
        await jsonOf(await rest.info());
        const [call] = await told();
        assert.match(call?.path ?? '', /\/info$/);
      }),
    );

    api.it('what it throws is the server’s affair alone', async () => {
      const stage = createStage();
      const logged: unknown[] = [];
      const silence = (): void => undefined;
      const options = {
        agents: { default: stage.agent },
        logger: {
          debug: silence,
          info: silence,
          warn: silence,
          error: (message: string) => void logged.push(message),
        },
        afterRequestMiddleware: () => Promise.reject(new Error('broken')),
      };
      await suite.use(options, {}, async ({ rest }) => {
        await jsonOf(await rest.info());
        await until(() => logged.length === 1, 'a line in the log');
        await jsonOf(await rest.info());
      });
    });
  });
}
