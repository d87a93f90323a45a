import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A network between a client and a server that a test may interrupt. */
export class Relay {
  readonly url: string;
  /** While set, the server hears everything and the client nothing. */
  silent = false;
  readonly #sockets: Set<Socket>;
  readonly #close: () => Promise<void>;

  private constructor(url: string, sockets: Set<Socket>, close: () => Promise<void>) {
    this.url = url;
    this.#sockets = sockets;
    this.#close = close;
  }

  /** In front of the server of a URL. */
  static async to(url: string): Promise<Relay> {
    const target = new URL(url);
    const sockets = new Set<Socket>();
    const server = createServer((client) => {
      const upstream = connect(Number(target.port || 5432), target.hostname);
      for (const [from, to] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        sockets.add(from);
        from.on('data', (data) => {
          if (from === upstream && relay.silent) return;
          to.write(data);
        });
        from.on('error', () => to.destroy());
        from.on('close', () => {
          sockets.delete(from);
          if (!relay.silent) to.destroy();
        });
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String((server.address() as AddressInfo).port);
    const relay = new Relay(through.href, sockets, async () => {
      server.close();
      await once(server, 'close');
    });
    return relay;
  }

  /** Breaks every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = this.#close();
    this.cut();
    await closed;
  }
}
