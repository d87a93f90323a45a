import { once } from 'node:events';
import { connect } from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';

import { AgentRunner, ConfigError, CopilotRuntime, type Logger } from '@flightdeck/core';
import { attachRealtime, createGracefulShutdown } from '@flightdeck/runtime-node';
import { jsonOf } from '@flightdeck/testing';

import { Channel, dropSockets, openSocket } from './support/channel.js';
import {
  credentialsOf,
  joinAs,
  realtimeBench,
  rename,
  runOn,
  type RealtimeBench,
} from './support/realtime-bench.js';
import { until } from './support/until.js';

const SECRET = 'a secret of more than 32 characters';

afterEach(dropSockets);

const tokenUrl = ({ socketUrl }: RealtimeBench, token: string): string =>
  `${socketUrl}/websocket?join_token=${token}&vsn=2.0.0`;

describe('attachRealtime', () => {
  it('makes the runtime offer realtime for as long as sockets are served', async () => {
    const bench = await realtimeBench();
    const ada = bench.as('ada');
    const { threadEndpoints, intelligence, mode, ...info } = await jsonOf(await ada.info());
    expect({ threadEndpoints, intelligence, mode }).toEqual({
      threadEndpoints: { list: true, inspect: true, mutations: true, realtimeMetadata: true },
      intelligence: { wsUrl: bench.socketUrl },
      mode: 'sse',
    });
    expect(info).not.toHaveProperty('licenseStatus');

    await bench.attachment.close();
    const later = await jsonOf(await ada.info());
    expect(later.threadEndpoints).toMatchObject({ realtimeMetadata: false });
    expect(later).not.toHaveProperty('intelligence');
    expect(await jsonOf(await ada.resource('GET', '/threads'))).not.toHaveProperty('joinCode');
    await jsonOf(await ada.resource('POST', '/threads/subscribe', {}), 422);
  });

  it('tells other clients of each change, with the thread as the list shows it', async () => {
    const bench = await realtimeBench();
    const channel = await joinAs(bench, 'ada');
    const ada = bench.as('ada');
    await runOn(ada, 't1');
    await rename(ada, 't1', 'Colours');
    const renamed = await channel.hear('renamed t1');
    const { threads } = await jsonOf(await ada.resource('GET', '/threads'));
    expect(renamed).toMatchObject({ userId: 'ada', organizationId: '' });
    expect(renamed.occurredAt).toMatch(/^\d{4}-.*Z$/);
    expect(renamed.thread).toEqual((threads as unknown[])[0]);
    await jsonOf(await ada.resource('POST', '/threads/t1/archive', {}));
    await runOn(ada, 't1');
    await jsonOf(await ada.resource('PATCH', '/threads/t1', { archived: false }));
    await jsonOf(await ada.resource('DELETE', '/threads/t1', {}));
    expect((await channel.hear('deleted t1')).deleted).toEqual({ id: 't1' });
    const operations = channel.summary.filter((each) => !each.startsWith('run '));
    expect(operations).toEqual([
      'created t1',
      'renamed t1',
      'archived t1',
      // A run does not bring it back.
      'archived t1',
      'unarchived t1',
      'deleted t1',
    ]);
  });

  it('tells that a run has begun', async () => {
    const bench = await realtimeBench();
    const channel = await joinAs(bench, 'ada');
    await runOn(bench.as('ada'), 't1');
    await until(() => channel.told.length >= 2, 'the run');
    expect(channel.told[1]).toEqual({
      event: 'thread_run_activity',
      payload: {
        threadId: 't1',
        agentId: 'default',
        runId: expect.any(String),
        eventType: 'RUN_STARTED',
        latestEventId: expect.stringMatching(/^\d+\.0$/),
      },
    });
  });

  it('tells nobody else', async () => {
    const bench = await realtimeBench();
    const others = await Promise.all(['bob@one', 'ada@two'].map((user) => joinAs(bench, user)));
    const channel = await joinAs(bench, 'ada@one');
    await runOn(bench.as('ada@one'), 't1');
    await channel.hear('created t1');
    for (const user of ['bob@one', 'ada@two']) await runOn(bench.as(user), `of-${user}`);
    for (const other of others) await until(() => other.told.length > 0, 'their own thread');
    expect(others.flatMap(({ summary }) => summary).filter((told) => told.endsWith(' t1'))).toEqual(
      [],
    );
    expect(channel.summary.filter((told) => told.includes('of-'))).toEqual([]);
  });

  it('lets a token join its own user’s topic alone', async () => {
    const bench = await realtimeBench();
    const { joinToken } = await credentialsOf(bench.as('ada@two'));
    const { joinCode } = await credentialsOf(bench.as('ada@one'));
    await expect(Channel.join(bench.socketUrl, joinToken, joinCode)).rejects.toThrow(
      'token_thread_mismatch',
    );
  });

  it('serves a server without users, in development', async () => {
    const bench = await realtimeBench({ identifiesUsers: false, environment: 'development' });
    const channel = await joinAs(bench, '');
    await runOn(bench.as(''), 't1');
    await channel.hear('created t1');
  });

  it('offers nothing in production where nobody is identified', async () => {
    const bench = await realtimeBench({ identifiesUsers: false, environment: 'production' });
    const info = await jsonOf(await bench.as('').info());
    expect(info.threadEndpoints).toMatchObject({ realtimeMetadata: false });
    expect(info).not.toHaveProperty('intelligence');
    await jsonOf(await bench.as('').resource('POST', '/threads/subscribe', {}), 403);
  });

  it('refuses bad tokens before there is a socket', async () => {
    const bench = await realtimeBench();
    const { joinToken } = await credentialsOf(bench.as('ada'));
    const other = await realtimeBench();
    const foreign = await credentialsOf(other.as('ada'));
    for (const token of ['', 'nonsense', `${joinToken}x`, `x${joinToken}`, foreign.joinToken]) {
      expect(await openSocket(tokenUrl(bench, token))).toBe(401);
    }
    expect(await openSocket(`${bench.socketUrl}/websocket?vsn=2.0.0`)).toBe(401);
  });

  it('refuses pages of other origins', async () => {
    const bench = await realtimeBench();
    const page = bench.as('ada').withHeaders({ origin: 'https://app.example.com' });
    const own = tokenUrl(bench, (await credentialsOf(page)).joinToken);
    const plain = tokenUrl(bench, (await credentialsOf(bench.as('ada'))).joinToken);
    const foreign = { origin: 'https://evil.example.com' };
    expect(await openSocket(own, foreign)).toBe(403);
    expect(await openSocket(plain, foreign)).toBe(403);
    expect(await openSocket(plain, { origin: 'null' })).toBe(403);
    expect(await openSocket(own, { origin: 'https://app.example.com' })).toEqual(
      expect.any(Object),
    );
    expect(await openSocket(plain, { origin: `http://127.0.0.1:${bench.port}` })).toEqual(
      expect.any(Object),
    );
  });

  it('admits the pages of a list alone, where there is one', async () => {
    const allowedOrigins = ['https://app.example.com/'];
    const bench = await realtimeBench({ realtime: { allowedOrigins } });
    const url = tokenUrl(bench, (await credentialsOf(bench.as('ada'))).joinToken);
    expect(await openSocket(url, { origin: `http://127.0.0.1:${bench.port}` })).toBe(403);
    expect(await openSocket(url, { origin: 'https://app.example.com' })).toEqual(
      expect.any(Object),
    );
    expect(await openSocket(url)).toEqual(expect.any(Object));
  });

  it('bounds the sockets of a user', async () => {
    const bench = await realtimeBench({ realtime: { maxSocketsPerUser: 1 } });
    const ada = await joinAs(bench, 'ada');
    const { joinToken } = await credentialsOf(bench.as('ada'));
    expect(await openSocket(tokenUrl(bench, joinToken))).toBe(429);
    await joinAs(bench, 'bob');
    ada.socket.close();
    await until(() => bench.runtime.realtime?.size === 1, 'the first socket to be gone');
    expect(await openSocket(tokenUrl(bench, joinToken))).toEqual(expect.any(Object));
  });

  it('tells of whatever has happened between two sockets with one token', async () => {
    const bench = await realtimeBench();
    const ada = bench.as('ada');
    const { joinToken, joinCode } = await credentialsOf(ada);
    await runOn(ada, 't1');
    const first = await Channel.join(bench.socketUrl, joinToken, joinCode);
    await first.hear('updated t1');
    first.socket.terminate();
    await runOn(ada, 't2');
    await rename(ada, 't1', 'Colours');
    const second = await Channel.join(bench.socketUrl, joinToken, joinCode);
    expect(await second.hear('updated t1')).toMatchObject({ thread: { name: 'Colours' } });
    await second.hear('updated t2');
    await rename(ada, 't2', 'Shapes');
    await second.hear('renamed t2');
  });

  it('does not repeat what a client has certainly got', async () => {
    const bench = await realtimeBench();
    const ada = bench.as('ada');
    const { joinToken, joinCode } = await credentialsOf(ada);
    const first = await Channel.join(bench.socketUrl, joinToken, joinCode);
    await runOn(ada, 't1');
    await first.hear('created t1');
    for (const ref of ['2', '3']) {
      first.send(null, ref, 'phoenix', 'heartbeat');
      await until(() => first.told.at(-1)?.event === 'phx_reply', 'the answer');
      first.told.pop();
    }
    first.socket.terminate();
    await until(() => bench.runtime.realtime?.size === 0, 'the socket to be gone');
    await runOn(ada, 't2');
    const second = await Channel.join(bench.socketUrl, joinToken, joinCode);
    await second.hear('updated t2');
    expect(second.summary.filter((told) => told.endsWith(' t1'))).toEqual([]);
  });

  it('reaches the clients of every instance on the same store', async () => {
    const realtime = { secret: SECRET };
    const one = await realtimeBench({ realtime });
    const threads = one.runtime.engine?.store;
    if (threads === undefined) throw new Error('There is no store to share');
    const two = await realtimeBench({ threads, realtime });
    const { joinToken, joinCode } = await credentialsOf(one.as('ada'));
    const channels = [
      await Channel.join(one.socketUrl, joinToken, joinCode),
      await Channel.join(two.socketUrl, joinToken, joinCode),
    ];
    await runOn(one.as('ada'), 't1');
    await rename(two.as('ada'), 't1', 'Colours');
    for (const channel of channels) {
      await channel.hear('renamed t1');
      expect(channel.summary.filter((told) => !told.startsWith('run '))).toEqual([
        'created t1',
        'renamed t1',
      ]);
    }
  });

  it('closes what is no text message', async () => {
    const bench = await realtimeBench();
    for (const [message, code] of [
      [Buffer.from('[]'), 1003],
      ['nonsense', 1008],
      ['x'.repeat(70_000), 1009],
    ] as const) {
      const channel = await joinAs(bench, 'ada');
      channel.socket.send(message);
      expect(await channel.closed).toBe(code);
    }
    await until(() => bench.runtime.realtime?.size === 0, 'the sockets to be gone');
  });

  it('lets go of a client that does not read', async () => {
    const bench = await realtimeBench();
    const { engine, realtime } = bench.runtime;
    await runOn(bench.as('ada'), 't1');
    const deaf = await joinAs(bench, 'ada');
    deaf.socket.pause();
    const scope = { tenantId: '', userId: 'ada' };
    for (let round = 0; realtime?.size === 1; round += 1) {
      if (round > 100_000) throw new Error('Nobody has let go of it');
      await engine?.store.threads.update(scope, 't1', { name: `${round}`.padEnd(500, '-') });
      if (round % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    deaf.socket.resume();
    expect([1006, 1013]).toContain(await deaf.closed);
  });

  it('delivers a thousand changes at once to a client that does read', async () => {
    const bench = await realtimeBench();
    const ada = bench.as('ada');
    await runOn(ada, 't1');
    const channel = await joinAs(bench, 'ada');
    const scope = { tenantId: '', userId: 'ada' };
    for (let round = 1; round <= 900; round += 1) {
      await bench.runtime.engine?.store.threads.update(scope, 't1', {
        name: `${round}`.padEnd(500, '-'),
      });
    }
    await until(() => channel.told.length >= 900, 'the last change');
    expect(channel.socket.readyState).toBe(channel.socket.OPEN);
  });
});

describe('the server beneath', () => {
  it('answers upgrades to other paths with 404', async () => {
    const bench = await realtimeBench();
    expect(await openSocket(`ws://127.0.0.1:${bench.port}/elsewhere`)).toBe(404);
    attachRealtime(bench.server, bench.runtime, { path: '/another/realtime' });
    expect(await openSocket(`ws://127.0.0.1:${bench.port}/elsewhere`)).toBe(404);
  });

  it('leaves upgrades to other paths to other listeners, and tells them no token', async () => {
    const bench = await realtimeBench();
    const seen: (string | undefined)[] = [];
    bench.server.on('upgrade', (req, socket) => {
      seen.push(req.url);
      if (req.url === '/elsewhere') socket.end('HTTP/1.1 418 Teapot\r\n\r\n');
    });
    expect(await openSocket(`ws://127.0.0.1:${bench.port}/elsewhere`)).toBe(418);
    await joinAs(bench, 'ada');
    expect(seen).toEqual(['/elsewhere', '/api/copilotkit/realtime/websocket']);
  });

  it('can carry several runtimes, each with a path of its own', async () => {
    const one = await realtimeBench({ attach: { path: 'copilotkit/realtime' } });
    const { runtime } = await realtimeBench();
    attachRealtime(one.server, runtime, { path: '/second/realtime/' });
    await joinAs(one, 'ada');
    const scope = { tenantId: '', userId: 'ada' };
    const token = (await runtime.realtime?.joinToken(scope, null)) ?? '';
    const url = `ws://127.0.0.1:${one.port}/second/realtime/websocket?join_token=${token}`;
    expect(await openSocket(url)).toEqual(expect.any(Object));
    expect(await openSocket(tokenUrl(one, token))).toBe(401);
  });

  it('survives clients that vanish during the handshake', async () => {
    const errors: string[] = [];
    const ignore = (): void => undefined;
    const tell = (message: string): void => void errors.push(message);
    const logger: Logger = { debug: ignore, info: ignore, warn: tell, error: tell };
    const bench = await realtimeBench({ logger });
    const { joinToken } = await credentialsOf(bench.as('ada'));
    for (let round = 0; round < 20; round += 1) {
      const socket = connect(bench.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(
        `GET /api/copilotkit/realtime/websocket?join_token=${joinToken} HTTP/1.1\r\n` +
          'Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
          'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
        () => socket.resetAndDestroy(),
      );
      await once(socket, 'close');
    }
    await joinAs(bench, 'ada');
    await until(() => bench.runtime.realtime?.size === 1, 'the others to be gone');
    expect(errors).toEqual([]);
  });

  it('refuses options that cannot work', async () => {
    class Custom extends AgentRunner {
      run = () => {
        throw new Error('not used');
      };
      connect = this.run;
      isRunning = async () => false;
      stop = async () => false;
    }
    const { server } = await realtimeBench();
    const custom = new CopilotRuntime({ agents: {}, runner: new Custom() });
    expect(() => attachRealtime(server, custom)).toThrow(ConfigError);
    const runtime = new CopilotRuntime({ agents: {} });
    for (const path of ['', '/', '/a?b']) {
      expect(() => attachRealtime(server, runtime, { path })).toThrow(ConfigError);
    }
  });
});

describe('shutting down with open sockets', () => {
  it('sends clients to another server and does not wait for those that do not answer', async () => {
    const bench = await realtimeBench();
    const { server, runtime } = bench;
    const shutdown = createGracefulShutdown({ server, runtime, graceMs: 0 });
    const channel = await joinAs(bench, 'ada');
    const mute = await joinAs(bench, 'ada');
    mute.socket.pause();
    await shutdown();
    expect(await channel.closed).toBe(1012);
    expect(runtime.realtime?.size).toBe(0);
    expect(server.listening).toBe(false);
  });

  it('closes the sockets of an attachment alone', async () => {
    const bench = await realtimeBench();
    const channel = await joinAs(bench, 'ada');
    await bench.attachment.close();
    expect(await channel.closed).toBe(1012);
    await runOn(bench.as('ada'), 't1');
    expect(bench.server.listenerCount('upgrade')).toBe(0);
  });
});
