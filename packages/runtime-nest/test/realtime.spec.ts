import { ConfigError, CopilotRuntime, type CopilotRuntimeOptions } from '@flightdeck/core';
import {
  CopilotRuntimeModule,
  getCopilotRuntimeToken,
  type CopilotRuntimeRootOptions,
} from '@flightdeck/runtime-nest';
import { until } from '@flightdeck/testing';
import type { INestApplication } from '@nestjs/common';
import { connect } from 'node:net';

import { sayingAgent } from './support/agents.js';
import { PLATFORMS } from './support/platforms.js';
import { BASE, eventsOf, postJson, run } from './support/requests.js';
import { startApp } from './support/start-app.js';

const OPEN: CopilotRuntimeRootOptions = {
  agents: { default: sayingAgent('Hello') },
  environment: 'development',
};

/** The first line of the answer to an upgrade, and what comes behind it. */
function upgrade(url: string, query: string): Promise<{ status: string; closed: Promise<void> }> {
  const { hostname, port, pathname } = new URL(url);
  const socket = connect(Number(port), hostname);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.write(
    `GET ${pathname}/websocket?${query} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n` +
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', (data: Buffer) => {
      const [status = ''] = data.toString().split('\r\n', 1);
      socket.on('data', () => socket.end());
      resolve({ status, closed });
    });
  });
}

async function socketUrlOf(base: string): Promise<string | undefined> {
  const response = await fetch(`${base}/info`);
  const info = (await response.json()) as { intelligence?: { wsUrl: string } };
  return info.intelligence?.wsUrl;
}

async function tokenOf(base: string): Promise<string> {
  const response = await postJson(`${base}/threads/subscribe`, {});
  expect(response.status).toBe(200);
  return ((await response.json()) as { joinToken: string }).joinToken;
}

const openSockets = (app: INestApplication, name?: string): number =>
  app.get<CopilotRuntime>(getCopilotRuntimeToken(name)).realtime?.size ?? -1;

describe.each(PLATFORMS)('realtime on %s', (platform) => {
  it('is served where it is asked for, below prefix and path', async () => {
    const { app, url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ ...OPEN, realtime: true, path: 'copilot' })],
      configure: (created) => void created.setGlobalPrefix('v1'),
    });
    const base = `${url}/v1/copilot`;
    const socketUrl = await socketUrlOf(base);
    expect(socketUrl).toBe(`${base.replace('http:', 'ws:')}/realtime`);
    const query = `join_token=${await tokenOf(base)}&vsn=2.0.0`;
    const { status } = await upgrade(`${base}/realtime`, query);
    expect(status).toBe('HTTP/1.1 101 Switching Protocols');
    expect(openSockets(app)).toBe(1);
    expect((await upgrade(`${base}/realtime`, 'join_token=x')).status).toMatch(/ 401 /);
    expect((await upgrade(`${url}/elsewhere`, query)).status).toMatch(/ 404 /);
    await eventsOf(await run(base));
  });

  it('is not offered unless it is asked for', async () => {
    const { url } = await startApp(platform, { imports: [CopilotRuntimeModule.forRoot(OPEN)] });
    expect(await socketUrlOf(`${url}${BASE}`)).toBeUndefined();
    const response = await postJson(`${url}${BASE}/threads/subscribe`, {});
    expect(response.status).toBe(422);
  });

  it('takes the options of the runtime, and is there for a ready one', async () => {
    const options: CopilotRuntimeOptions = { agents: {}, environment: 'development' };
    const { app, url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({ ...OPEN, realtime: { url: 'wss://sockets.example.com/a' } }),
        CopilotRuntimeModule.forRoot({
          runtime: new CopilotRuntime(options),
          realtime: true,
          name: 'second',
          path: 'second',
        }),
      ],
    });
    expect(await socketUrlOf(`${url}${BASE}`)).toBe('wss://sockets.example.com/a');
    const second = `${url}/second`;
    const query = `join_token=${await tokenOf(second)}`;
    expect((await upgrade(`${second}/realtime`, query)).status).toMatch(/ 101 /);
    expect((await upgrade(`${url}${BASE}/realtime`, query)).status).toMatch(/ 401 /);
    expect(openSockets(app, 'second')).toBe(1);
  });

  it('refuses what cannot work when the module is made', async () => {
    const realtime = { secret: 'short' };
    const imports = [CopilotRuntimeModule.forRoot({ ...OPEN, realtime })];
    await expect(startApp(platform, { imports })).rejects.toThrow(ConfigError);
  });

  it('ends with the application, whatever its clients do', async () => {
    const { app, url } = await startApp(platform, {
      forceCloseConnections: false,
      imports: [CopilotRuntimeModule.forRoot({ ...OPEN, realtime: true })],
    });
    const query = `join_token=${await tokenOf(`${url}${BASE}`)}`;
    const { closed } = await upgrade(`${url}${BASE}/realtime`, query);
    await until(() => openSockets(app) === 1, 'the socket');
    await app.close();
    await closed;
    expect(openSockets(app)).toBe(0);
  });
});
