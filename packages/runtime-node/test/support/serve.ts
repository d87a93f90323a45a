import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createHttp2Server, type Http2Server } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';

import { afterEach } from '@jest/globals';

import type { NodeCopilotListener } from '@flightdeck/runtime-node';

export interface Served<S> {
  readonly server: S;
  readonly port: number;
  readonly url: string;
}

const running: (Server | Http2Server)[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await stop(server);
});

/** A server on any free port; it is closed after the test. */
export async function serve(listener: NodeCopilotListener): Promise<Served<Server>> {
  return start(createServer((req, res) => void listener(req, res)));
}

/** The same over cleartext HTTP/2. */
export async function serveHttp2(listener: NodeCopilotListener): Promise<Served<Http2Server>> {
  return start(createHttp2Server((req, res) => void listener(req, res)));
}

export async function start<S extends Server | Http2Server>(server: S): Promise<Served<S>> {
  running.push(server);
  server.on('connection', (socket: Socket) => sockets.push(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, port, url: `http://127.0.0.1:${port}` };
}

async function stop(server: Server | Http2Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  for (const socket of sockets.splice(0)) socket.destroy();
  await closed;
}
