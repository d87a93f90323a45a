import assert from 'node:assert/strict';
import { createGate } from '../agents/gate.js';
import { createStage, type Stage } from '../agents/stage.js';
import { waitingAt } from '../agents/waiting-at.js';
import { dechunk, RawConnection, rawPost } from '../http/raw-connection.js';
import { runBody, runBodySaying } from '../http/run-input.js';
import { jsonOf, type RuntimeClient } from '../http/runtime-client.js';
import { collectRun, textOf } from '../sse/collect-run.js';
import { until } from '../support/with-deadline.js';
import type { ContractSuite, Mounted } from './contract-suite.js';

interface Wired extends Mounted {
  readonly stage: Stage;
  readonly connection: RawConnection;
  readonly runUrl: string;
}

/** What can be seen, and done, on the bytes of a connection only. */
export function describeSockets(suite: ContractSuite): void {
  const { api } = suite;
  if (!suite.traits.sockets) return;
  const wired = (body: (server: Wired) => Promise<void>): Promise<void> => {
    const stage = createStage();
    return suite.use({ agents: { default: stage.agent } }, {}, async (server) => {
      const connection = await RawConnection.open(server.baseUrl);
      const runUrl = `${server.baseUrl}/agent/default/run`;
      try {
        await body({ ...server, stage, connection, runUrl });
      } finally {
        connection.destroy();
      }
    });
  };

  api.describe('sockets', () => {
    api.it('the head and the first comment leave while the agent is silent', () =>
      wired(async ({ connection, runUrl, stage }) => {
        const gate = createGate();
        const body = runBodySaying('hello');
        stage.play(body.threadId, async function* silent() {
          await gate.opened;
          yield { type: 'RUN_FINISHED' };
        });
        connection.send(rawPost(runUrl, JSON.stringify(body)));
        await connection.receives(': ok\n\n');
        assert.match(connection.received, /^HTTP\/1\.1 200/);
        assert.match(connection.received, /^content-type: text\/event-stream/im);
        assert.match(connection.received, /^x-accel-buffering: no/im);
        gate.open();
        await connection.receives('RUN_FINISHED');
      }),
    );

    api.it('a stream is framed byte by byte as documented', () =>
      wired(async ({ connection, runUrl, stage }) => {
        const body = runBodySaying('hello', { messages: [] });
        const { threadId, runId } = body;
        stage.play(threadId, [
          { type: 'CUSTOM', name: 'ä', value: 'a\r\nb' },
          { type: 'RUN_FINISHED' },
        ]);
        connection.send(rawPost(runUrl, JSON.stringify(body)));
        await connection.receives('\r\n0\r\n\r\n');
        const input = { threadId, runId, messages: [], tools: [], context: [] };
        const events = [
          { type: 'RUN_STARTED', threadId, runId, input },
          { type: 'CUSTOM', name: 'ä', value: 'a\r\nb' },
          { type: 'RUN_FINISHED', threadId, runId },
        ];
        const text = dechunk(connection.body);
        const [fence] = /\d+(?=\.1\n)/.exec(text) ?? [];
        const frames = events.map(
          (event, index) => `id: ${fence}.${index + 1}\ndata: ${JSON.stringify(event)}\n\n`,
        );
        assert.equal(text, `: ok\n\n${frames.join('')}`);
      }),
    );

    api.it('several requests may use one connection', () =>
      wired(async ({ connection, baseUrl, runUrl }) => {
        connection.send(rawPost(runUrl, JSON.stringify(runBodySaying('hello'))));
        await connection.receives('\r\n0\r\n\r\n');
        const { host, pathname } = new URL(baseUrl);
        connection.send(`GET ${pathname}/info HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
        await connection.receives('"mode":"sse"');
      }),
    );

    api.it('a client that resets its connection during a run does not end the run', () =>
      wired(async ({ connection, runUrl, stage, rest }) => {
        const gate = createGate();
        const body = runBodySaying('hello');
        stage.play(body.threadId, waitingAt([gate]));
        connection.send(rawPost(runUrl, JSON.stringify(body)));
        await connection.receives('begun');
        connection.destroy();
        gate.open();
        await untilDone(rest, body.threadId);
        assert.equal(stage.agent.log.aborts, 0);
      }),
    );

    api.it('a client that leaves in the middle of its upload starts nothing', () =>
      wired(async ({ connection, runUrl, stage, rest }) => {
        const request = rawPost(runUrl, JSON.stringify(runBodySaying('hello')));
        connection.send(request.slice(0, -10));
        connection.destroy();
        await jsonOf(await rest.info());
        assert.equal(stage.agent.log.runs.length, 0);
      }),
    );

    api.it('a client that stops sending before its upload is complete starts nothing', () =>
      wired(async ({ connection, runUrl, stage, rest }) => {
        const request = rawPost(runUrl, JSON.stringify(runBodySaying('hello')));
        connection.send(request.slice(0, -10));
        connection.halfClose();
        await until(() => connection.closed || connection.received !== '', 'an end or an answer');
        assert.doesNotMatch(connection.received, /^HTTP\/1\.1 [25]/);
        await jsonOf(await rest.info());
        assert.equal(stage.agent.log.runs.length, 0);
      }),
    );

    api.it('a client that stops sending after its request does not disturb the server', () =>
      wired(async ({ connection, runUrl, stage, rest }) => {
        const gate = createGate();
        const body = runBodySaying('hello');
        stage.play(body.threadId, waitingAt([gate]));
        connection.send(rawPost(runUrl, JSON.stringify(body)));
        await connection.receives('begun');
        connection.halfClose();
        gate.open();
        await untilDone(rest, body.threadId);
      }),
    );

    api.it('a reader that takes nothing off its connection does not hold up the run', () =>
      wired(async ({ connection, runUrl, stage, rest }) => {
        const body = runBodySaying('hello');
        const delta = 'x'.repeat(10_000);
        stage.play(body.threadId, function* noise() {
          yield { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' };
          for (let index = 0; index < 1_000; index += 1) {
            yield { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta };
          }
          yield { type: 'TEXT_MESSAGE_END', messageId: 'm' };
          yield { type: 'RUN_FINISHED' };
        });
        connection.pause();
        connection.send(rawPost(runUrl, JSON.stringify(body)));
        await until(() => stage.runsOf(body.threadId).length === 1, 'the run');
        const joined = await rest.connect('default', runBody({ threadId: body.threadId }));
        assert.equal(textOf((await collectRun(joined)).events).length, 10_000_000);
        connection.resume();
        await connection.receives('RUN_FINISHED', 15_000);
      }),
    );
  });
}

/** Waits until a viewer is told the run of {@link waitingAt} to its end. */
async function untilDone(rest: RuntimeClient, threadId: string): Promise<void> {
  await until(async () => {
    const joined = await rest.connect('default', runBody({ threadId }));
    return textOf((await collectRun(joined)).events) === 'begun done';
  }, 'the end of the run');
}
