import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

import { expect, it } from '@jest/globals';
import fastify from 'fastify';

import { attachRealtime, copilotFastify, fastifyLogger } from '@flightdeck/runtime-fastify';
import { createGate, runBody, ScriptedAgent, until } from '@flightdeck/testing';

import { JSON_TYPE, startRun } from './support/requests.js';
import { createApp, runtimeWith, serveApp } from './support/serve-app.js';

it('HTTP/2 applications serve runs', async () => {
  const app = fastify({ http2: true });
  app.register(copilotFastify, { runtime: runtimeWith(), basePath: '/c' });
  const session = connectHttp2(await serveApp(app));
  const stream = session.request({
    ':method': 'POST',
    ':path': '/c/agent/default/run',
    ...JSON_TYPE,
  });
  stream.end(JSON.stringify(runBody()));
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
  expect(headers[':status']).toBe(200);
  expect(await text(stream)).toContain('RUN_FINISHED');
  session.close();
});

it('the sockets of realtime are served by one call, where `/info` says, and end with the application', async () => {
  const runtime = runtimeWith({ environment: 'development' });
  const app = createApp();
  app.register(copilotFastify, { runtime, basePath: '/api/copilotkit' });
  attachRealtime(app.server, runtime);
  const base = `${await serveApp(app)}/api/copilotkit`;
  const info = (await (await fetch(`${base}/info`)).json()) as Record<string, unknown>;
  const wsUrl = `${base.replace('http:', 'ws:')}/realtime`;
  expect(info.intelligence).toEqual({ wsUrl });
  const subscribed = await fetch(`${base}/threads/subscribe`, { method: 'POST', body: '{}' });
  const { joinToken } = (await subscribed.json()) as { joinToken: string };
  const { port, host } = new URL(base);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    `GET /api/copilotkit/realtime/websocket?join_token=${joinToken}&vsn=2.0.0 HTTP/1.1\r\n` +
      `Host: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 101 /);
  await Promise.all([once(socket, 'close'), app.close()]);
});

it('a run goes on when its client leaves, and the agent is stopped where that is asked for', async () => {
  for (const onDisconnect of ['continue', 'cancel'] as const) {
    const gate = createGate();
    const agent = new ScriptedAgent(async function* waiting({ input: { threadId, runId } }) {
      yield { type: 'RUN_STARTED', threadId, runId };
      await gate.opened;
      yield { type: 'RUN_FINISHED', threadId, runId };
    });
    const app = createApp();
    const runtime = runtimeWith({ agents: { default: agent }, onDisconnect });
    app.register(copilotFastify, { runtime, basePath: '/c' });
    const left = new AbortController();
    await startRun(`${await serveApp(app)}/c`, { signal: left.signal });
    left.abort();
    if (onDisconnect === 'cancel') await until(() => agent.log.aborts === 1, 'the stop');
    gate.open();
    await until(() => runtime.engine?.activeRuns === 0, 'the end of the run');
    expect(agent.log.aborts).toBe(onDisconnect === 'cancel' ? 1 : 0);
  }
});

it('the logger of an application is one for the runtime', () => {
  const lines: unknown[] = [];
  const take = (...line: unknown[]) => void lines.push(line);
  const log = { ...createApp().log, debug: take, info: take, warn: take, error: take };
  const logger = fastifyLogger(log);
  const failure = new Error('broken');
  logger.error('It failed', failure);
  logger.warn('Look at', { a: 1 });
  logger.info('Just so');
  logger.debug('Small');
  expect(lines).toEqual([
    [{ err: failure }, 'It failed'],
    [{ details: { a: 1 } }, 'Look at'],
    [{}, 'Just so'],
    [{}, 'Small'],
  ]);
});
