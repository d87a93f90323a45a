import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface SwitchingProxy {
  readonly origin: string;
  /** How many connections there have been. */
  readonly connections: number;
  /** Breaks every connection; new ones go to this origin. */
  switchTo(origin: string): void;
  close(): Promise<void>;
}

/** What stands in front of a deploy: bytes go to one server, and from a moment on to another. */
export async function serveSwitchingProxy(origin: string): Promise<SwitchingProxy> {
  let target = new URL(origin);
  let connections = 0;
  const sockets = new Set<Socket>();
  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  };
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((client) => {
    connections += 1;
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) track(socket);
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Holds because it listens on a port.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    get connections() {
      return connections;
    },
    switchTo(next) {
      target = new URL(next);
      breakAll();
    },
    async close() {
      breakAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
