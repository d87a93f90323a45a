import { CLIENT_59, CLIENTS } from '../support/clients.js';
import { guardConsole, type ConsoleGuard } from '../support/console-guard.js';
import { httpClient, runClient } from '../support/http-client.js';
import { postJson } from '../support/raw-calls.js';
import { serveRemoteAgent, type RemoteAgent, type RemoteCall } from '../support/remote-agent.js';
import { serveRuntime, type ServedRuntime } from '../support/serve-runtime.js';
import { until } from '../support/until.js';
import { USER } from './support/run-scenarios.js';

let guard: ConsoleGuard;
let served: ServedRuntime;
let remote: RemoteAgent;
beforeEach(() => {
  guard = guardConsole();
});
afterEach(async () => {
  guard.release();
  await served.close();
  await remote.close();
});

/** What AG-UI says on the server when an agent fails there. */
const FAILED_ON_THE_SERVER = /^error: Agent execution failed/;

const greet = (call: RemoteCall): void => {
  const { threadId, runId } = call.input;
  call.open();
  call.emit(
    { type: 'RUN_STARTED', threadId, runId },
    { type: 'TEXT_MESSAGE_START', messageId: 'm1', role: 'assistant' },
    { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'Hello' },
  );
};
const say = (call: RemoteCall, delta: string): void => {
  call.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta });
};
const finish = (call: RemoteCall): void => {
  const { threadId, runId } = call.input;
  call.emit(
    { type: 'TEXT_MESSAGE_END', messageId: 'm1' },
    { type: 'RUN_FINISHED', threadId, runId },
  );
  call.end();
};

describe.each(CLIENTS.map((client) => [client.version, client] as const))(
  'HttpAgent %s as the agent of the runtime [remote.http-agent]',
  (_, version) => {
    const start = async (
      answer: (call: RemoteCall) => void,
      headers: Record<string, string> = {},
    ) => {
      remote = await serveRemoteAgent(answer);
      served = await serveRuntime({
        agents: { default: new version.HttpAgent({ url: remote.url, headers }) },
        limits: { stopDeadlineMs: 200 },
      });
      return (inbound: Record<string, string> = {}) =>
        httpClient(CLIENT_59, {
          url: served.url,
          threadId: 't1',
          initialMessages: [USER],
          headers: inbound,
        });
    };

    it('passes the stream through, whatever the pieces it comes in', async () => {
      const client = (
        await start((call) => {
          const { threadId, runId } = call.input;
          call.open();
          const bytes = [
            { type: 'RUN_STARTED', threadId, runId },
            { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm1', role: 'assistant', delta: 'Grüße' },
            { type: 'RUN_FINISHED', threadId, runId },
          ]
            .map((event) => `: comment\nid: 7\nevent: x\ndata: ${JSON.stringify(event)}\n\n`)
            .join('');
          for (let at = 0; at < bytes.length; at += 7) call.write(bytes.slice(at, at + 7));
          call.end();
        })
      )();
      const { rejection, runErrors } = await runClient(client, { runId: 'r1' });
      expect(rejection).toBeUndefined();
      expect(runErrors).toEqual([]);
      expect(client.messages).toEqual([USER, { id: 'm1', role: 'assistant', content: 'Grüße' }]);
      expect(remote.calls[0]?.input).toMatchObject({
        threadId: 't1',
        runId: 'r1',
        messages: [USER],
      });
      guard.expectSilence();
    });

    it('forwards what a caller may pass on, and lets its own headers win', async () => {
      const build = await start(
        (call) => {
          greet(call);
          finish(call);
        },
        { Authorization: 'Bearer server', 'X-Svc': '1' },
      );
      const client = build({
        authorization: 'Bearer caller',
        'x-svc': '2',
        'x-tenant': 'acme',
        'x-forwarded-for': '10.0.0.1',
        'x-vercel-id': 'v',
        cookie: 'session=1',
      });
      await runClient(client, { runId: 'r1' });
      expect(remote.calls[0]?.headers).toMatchObject({
        authorization: 'Bearer server',
        'x-svc': '1',
        'x-tenant': 'acme',
      });
      const names = Object.keys(remote.calls[0]?.headers ?? {});
      for (const held of ['x-forwarded-for', 'x-vercel-id', 'cookie']) {
        expect(names).not.toContain(held);
      }
      guard.expectSilence();
    });

    it('forwards the authorization of each caller to that caller’s run alone [headers.per-request]', async () => {
      const build = await start((call) => {
        greet(call);
        finish(call);
      });
      for (const token of ['one', 'two', null]) {
        const inbound = token === null ? {} : { authorization: `Bearer ${token}` };
        await runClient(build(inbound), { runId: `r-${token}` });
      }
      expect(remote.calls.map(({ headers }) => headers.authorization)).toEqual([
        'Bearer one',
        'Bearer two',
        undefined,
      ]);
      guard.expectSilence();
    });

    it('hangs up on the remote agent when the run is stopped [remote.stop]', async () => {
      const client = (await start(greet))();
      const running = runClient(client, { runId: 'r1' });
      const call = await until('the call', () => remote.calls[0]);
      await until('the greeting', () => client.messages.some(({ id }) => id === 'm1'));
      await postJson(`${served.url}/agent/default/stop/t1`, { runId: 'r1' });
      await call.left;
      const { rejection, runErrors, events } = await running;
      expect(rejection).toBeUndefined();
      expect(runErrors).toEqual([]);
      expect(events.at(-1)).toMatchObject({ type: 'RUN_FINISHED', runId: 'r1' });
      expect(client.messages.at(-1)).toMatchObject({ id: 'm1', content: 'Hello' });
      guard.expectSilence();
    });

    it('keeps the remote run when the caller leaves', async () => {
      const client = (await start(greet))();
      const running = runClient(client, { runId: 'r1' });
      const call = await until('the call', () => remote.calls[0]);
      await until('the greeting', () => client.messages.some(({ id }) => id === 'm1'));
      client.abortRun();
      await running;
      say(call, ', all');
      finish(call);
      const late = httpClient(CLIENT_59, { url: served.url, threadId: 't1', call: 'connect' });
      await runClient(late);
      expect(late.messages.at(-1)).toMatchObject({ id: 'm1', content: 'Hello, all' });
      guard.expectSilence();
    });

    it('ends with a run error when the stream of the remote agent is torn [remote.failures]', async () => {
      const client = (await start(greet))();
      const running = runClient(client, { runId: 'r1' });
      const call = await until('the call', () => remote.calls[0]);
      await until('the greeting', () => client.messages.some(({ id }) => id === 'm1'));
      call.tear();
      const { rejection, runErrors } = await running;
      expect(rejection).toBeUndefined();
      expect(runErrors).toEqual([expect.objectContaining({ code: 'INCOMPLETE_STREAM' })]);
      expect(client.messages.at(-1)).toMatchObject({ id: 'm1', content: 'Hello' });
      guard.expectSilence(FAILED_ON_THE_SERVER);
    });

    it('ends with a run error when the remote agent ends without a terminal event', async () => {
      const client = (
        await start((call) => {
          greet(call);
          call.end();
        })
      )();
      const { rejection, runErrors } = await runClient(client, { runId: 'r1' });
      expect(rejection).toBeUndefined();
      expect(runErrors).toEqual([
        expect.objectContaining({
          code: 'INCOMPLETE_STREAM',
          message: 'Run ended without emitting a terminal event',
        }),
      ]);
      guard.expectSilence();
    });

    it.each([
      [500, '{"error":"boom"}'],
      [401, 'who are you'],
    ])('ends with a run error when the remote agent answers %s', async (status, body) => {
      const client = (await start((call) => call.refuse(status, body)))();
      const { rejection, runErrors, events } = await runClient(client, { runId: 'r1' });
      expect(rejection).toBeUndefined();
      expect(events.map(({ type }) => type)).toEqual(['RUN_STARTED', 'RUN_ERROR']);
      expect(runErrors).toEqual([expect.objectContaining({ code: 'INCOMPLETE_STREAM' })]);
      expect(String(runErrors[0]?.message)).toContain(String(status));
      guard.expectSilence(FAILED_ON_THE_SERVER);
    });

    it('ends with a run error when nobody is there', async () => {
      const client = (await start(greet))();
      await remote.close();
      const { rejection, runErrors } = await runClient(client, { runId: 'r1' });
      expect(rejection).toBeUndefined();
      expect(runErrors).toEqual([expect.objectContaining({ code: 'INCOMPLETE_STREAM' })]);
      guard.expectSilence(FAILED_ON_THE_SERVER);
    });

    it('ends with a run error when the remote agent answers with something else', async () => {
      const client = (await start((call) => call.refuse(200, '<html></html>')))();
      const { rejection, runErrors } = await runClient(client, { runId: 'r1' });
      expect(rejection).toBeUndefined();
      expect(runErrors).toEqual([expect.objectContaining({ code: 'INCOMPLETE_STREAM' })]);
      guard.expectSilence(FAILED_ON_THE_SERVER);
    });
  },
);
