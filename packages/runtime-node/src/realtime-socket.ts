import type { RealtimeConnection, SocketPort } from '@flightdeck/core';
import type { WebSocket } from 'ws';

/** How long a client may take to answer the closing of its socket. */
const CLOSING_MS = 1_000;

/** A WebSocket of a client, and what the runtime does with it. */
export class RealtimeSocket implements SocketPort {
  /** Resolves once the socket is closed. */
  readonly closed: Promise<void>;
  readonly #webSocket: WebSocket;

  constructor(webSocket: WebSocket, open: (port: SocketPort) => RealtimeConnection) {
    this.#webSocket = webSocket;
    const connection = open(this);
    this.closed = new Promise((resolve) => {
      webSocket.once('close', () => {
        connection.closed();
        resolve();
      });
    });
    // What a client does wrong closes its socket, which is told by the event above.
    webSocket.on('error', () => undefined);
    webSocket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) connection.close(1003, 'text only');
      else connection.receive(data.toString());
    });
  }

  get bufferedBytes(): number {
    return this.#webSocket.bufferedAmount;
  }

  send(text: string): void {
    if (this.#webSocket.readyState === this.#webSocket.OPEN) this.#webSocket.send(text);
  }

  close(code: number, reason: string): void {
    const webSocket = this.#webSocket;
    webSocket.close(code, reason);
    const timer = setTimeout(() => webSocket.terminate(), CLOSING_MS);
    timer.unref();
    webSocket.once('close', () => clearTimeout(timer));
  }
}
