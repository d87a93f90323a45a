import { once } from 'node:events';
import { connect } from 'node:net';

import { describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';

import { copilotFastify, type CopilotFastifyOptions } from '@flightdeck/runtime-fastify';
import { createGate, runBody, ScriptedAgent, SseReader, until } from '@flightdeck/testing';

import { startRun } from './support/requests.js';
import { createApp, runtimeWith, serveApp } from './support/serve-app.js';

function waitingAgent() {
  const gate = createGate();
  const agent = new ScriptedAgent(async function* waiting({ input: { threadId, runId } }) {
    yield { type: 'RUN_STARTED', threadId, runId };
    await gate.opened;
    yield { type: 'RUN_FINISHED', threadId, runId };
  });
  return { agent, gate };
}

/** An application that waits for its connections, as it does by default. */
async function serve(
  options: CopilotFastifyOptions,
  onClose: () => Promise<void> = async () => undefined,
): Promise<{ readonly app: FastifyInstance; readonly url: string }> {
  const app = createApp({ forceCloseConnections: 'idle' });
  app.addHook('onClose', onClose);
  app.register(copilotFastify, { prefix: '/c', ...options });
  return { app, url: `${await serveApp(app)}/c` };
}

const endOf = async (response: Response) => (await new SseReader(response).restOfEvents()).at(-1);

describe('closing an application', () => {
  it('lets runs come to their end, and takes no new ones [adapters.fastify.shutdown]', async () => {
    const { agent, gate } = waitingAgent();
    const runtime = runtimeWith({ agents: { default: agent } });
    let released = false;
    const { app, url } = await serve({ runtime }, async () => void (released = true));
    const running = await startRun(url);
    const closing = app.close();
    await until(() => runtime.isShuttingDown, 'the shutdown');
    const late = await startRun(url);
    expect(late.status).toBe(503);
    await late.text();
    // What runs need, such as a database, is closed in these hooks.
    expect(released).toBe(false);
    gate.open();
    expect(await endOf(running)).toMatchObject({ type: 'RUN_FINISHED' });
    await closing;
    expect(released).toBe(true);
    expect(agent.log.aborts).toBe(0);
  });

  it('ends runs with an error when their time is over, and cuts none [adapters.fastify.shutdown]', async () => {
    const { agent } = waitingAgent();
    const runtime = runtimeWith({ agents: { default: agent } });
    const { app, url } = await serve({ runtime, shutdownGraceMs: 50 });
    const streams = await Promise.all([startRun(url), startRun(url)]);
    const [, ...ends] = await Promise.all([app.close(), ...streams.map(endOf)]);
    for (const end of ends) {
      expect(end).toMatchObject({ type: 'RUN_ERROR', code: 'SERVER_SHUTDOWN' });
    }
    expect(agent.log.aborts).toBe(2);
  });

  it('ends feeds that never end', async () => {
    const { app, url } = await serve({ runtime: runtimeWith({ debug: true }) });
    const feed = await fetch(`${url}/cpk-debug-events`);
    expect(feed.status).toBe(200);
    const [text] = await Promise.all([feed.text(), app.close()]);
    expect(text).toContain(': connected');
  });

  it('does not wait for a client that reads nothing', async () => {
    const agent = new ScriptedAgent(({ input: { runId } }) => {
      const delta = 'x'.repeat(100_000);
      const chunk = { type: 'TEXT_MESSAGE_CHUNK', messageId: runId, delta };
      return Array.from({ length: 100 }, () => chunk);
    });
    const runtime = runtimeWith({ agents: { default: agent } });
    const { app, url } = await serve({ runtime, shutdownGraceMs: 50 });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.pause();
    const body = JSON.stringify(runBody());
    socket.write(
      `POST /c/agent/default/run HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n` +
        `content-length: ${body.length}\r\n\r\n${body}`,
    );
    await until(() => agent.log.runs.length === 1, 'the run');
    await app.close();
    socket.destroy();
  });

  it('closes one that has never listened', async () => {
    const app = createApp();
    const runtime = runtimeWith();
    app.register(copilotFastify, { runtime });
    await app.ready();
    await app.close();
    expect(runtime.isShuttingDown).toBe(true);
  });
});

it('a signal of the application ends streams while it goes on', async () => {
  const { agent } = waitingAgent();
  const stop = new AbortController();
  const runtime = runtimeWith({ agents: { default: agent } });
  const { url } = await serve({ runtime, shutdownSignal: stop.signal, shutdownGraceMs: 0 });
  const response = await startRun(url);
  stop.abort();
  expect(await response.text()).not.toContain('RUN_FINISHED');
  expect((await fetch(`${url}/info`)).status).toBe(200);
});
