import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';

import { expect, it } from '@jest/globals';
import express from 'express';

import { CopilotRuntime } from '@flightdeck/core';
import { attachRealtime, createCopilotExpressHandler } from '@flightdeck/runtime-express';

it('serves the sockets of an Express application by one call, where `/info` says', async () => {
  const runtime = new CopilotRuntime({ agents: {}, environment: 'development' });
  const app = express();
  app.use('/api/copilotkit', createCopilotExpressHandler({ runtime }));
  const server = createServer(app);
  const attachment = attachRealtime(server, runtime);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const base = `http://127.0.0.1:${port}/api/copilotkit`;
  try {
    const info = (await (await fetch(`${base}/info`)).json()) as Record<string, unknown>;
    expect(info.intelligence).toEqual({
      wsUrl: `ws://127.0.0.1:${port}/api/copilotkit/realtime`,
    });
    const subscribed = await fetch(`${base}/threads/subscribe`, { method: 'POST', body: '{}' });
    const { joinToken } = (await subscribed.json()) as { joinToken: string };
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `GET /api/copilotkit/realtime/websocket?join_token=${joinToken}&vsn=2.0.0 HTTP/1.1\r\n` +
        `Host: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 101 /);
    socket.destroy();
  } finally {
    await attachment.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
