import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { ProxyLane, resetSocket, type Fault } from './proxy-lane.js';

/**
 * A TCP proxy that can be told to misbehave: for connections that are open and for those to come.
 * What a blackhole has swallowed is delivered when it is healed, as a network would resend it.
 */
export class TcpProxy {
  readonly #server: Server;
  readonly #lanes = new Set<ProxyLane>();
  readonly #sockets = new Set<Socket>();
  #fault: Fault = { kind: 'pass' };

  private constructor(server: Server) {
    this.#server = server;
  }

  static async to(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true });
    const proxy = new TcpProxy(server);
    server.on('connection', (inner) => {
      proxy.#join(inner, connect({ ...target, allowHalfOpen: true }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.#sockets.size / 2;
  }

  /** Applies to open connections and to new ones. */
  set(fault: Fault): void {
    this.#fault = fault;
    for (const lane of this.#lanes) lane.set(fault);
  }

  pass(): void {
    this.set({ kind: 'pass' });
  }

  /** Nothing arrives any more and nothing is closed: a cable that was pulled. */
  blackhole(): void {
    this.set({ kind: 'blackhole' });
  }

  /** Cuts every open connection with a reset; new ones are not affected. */
  reset(): void {
    for (const socket of this.#sockets) resetSocket(socket);
  }

  async close(): Promise<void> {
    this.pass();
    this.#server.close();
    this.reset();
    await once(this.#server, 'close');
  }

  #join(inner: Socket, outer: Socket): void {
    for (const socket of [inner, outer]) {
      socket.setNoDelay(true);
      // The lanes see it as the end of what they read.
      socket.on('error', () => undefined);
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    }
    for (const lane of [new ProxyLane(inner, outer), new ProxyLane(outer, inner)]) {
      lane.set(this.#fault);
      this.#lanes.add(lane);
      void lane.run().finally(() => this.#lanes.delete(lane));
    }
  }
}
