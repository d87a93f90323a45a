import type { EventEmitter } from 'node:events';

/** A server of `node:http`, `node:https` or `node:http2`. */
export interface ClosableServer extends Pick<EventEmitter, 'on'> {
  close(callback?: (error?: Error) => void): unknown;
  closeIdleConnections?(): void;
  closeAllConnections?(): void;
}

/** A session of an HTTP/2 server, which not every version of Node closes with its server. */
interface Session extends Pick<EventEmitter, 'once'> {
  close(): void;
}

interface Connection extends Pick<EventEmitter, 'once'> {
  destroy(): void;
}

/** How often connections are looked for whose last response has ended. */
const SWEEP_MS = 50;

/** Closes a server as fast as its open responses allow. */
export class ServerCloser {
  readonly #server: ClosableServer;
  readonly #sessions = new Set<Session>();
  readonly #connections = new Set<Connection>();

  constructor(server: ClosableServer) {
    this.#server = server;
    server.on('session', (session: Session) => keepWhileOpen(this.#sessions, session));
    server.on('connection', (socket: Connection) => keepWhileOpen(this.#connections, socket));
  }

  /** Resolves when every connection is closed, by force where that takes longer than `settleMs`. */
  async close(settleMs: number): Promise<void> {
    const server = this.#server;
    // An error means that it was not listening, which is what is wanted.
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    this.#closeIdle();
    // A connection is kept alive after its last response even though the server is closing.
    const sweep = setInterval(() => this.#closeIdle(), SWEEP_MS);
    const deadline = setTimeout(() => this.#closeAll(), settleMs);
    await closed;
    clearInterval(sweep);
    clearTimeout(deadline);
  }

  #closeIdle(): void {
    this.#server.closeIdleConnections?.();
    for (const session of this.#sessions) session.close();
  }

  #closeAll(): void {
    this.#server.closeAllConnections?.();
    // HTTP/2 servers have no such method, and a session that is closing waits for its client.
    for (const socket of this.#connections) socket.destroy();
  }
}

function keepWhileOpen<T extends Pick<EventEmitter, 'once'>>(open: Set<T>, item: T): void {
  open.add(item);
  item.once('close', () => open.delete(item));
}
