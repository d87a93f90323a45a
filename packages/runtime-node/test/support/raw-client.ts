import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { until } from './until.js';

/** A client that writes and reads bytes, for what fetch hides. */
export class RawClient {
  received = '';
  closed = false;
  error: Error | undefined;

  readonly socket: Socket;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => (this.received += chunk.toString('latin1')));
    socket.on('error', (error) => (this.error = error));
    socket.on('close', () => (this.closed = true));
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  /** Sends a request; `head` is its lines, without `host`. */
  send(head: string[], body = ''): void {
    const [line, ...headers] = head;
    this.socket.write(`${[line, 'host: test', ...headers].join('\r\n')}\r\n\r\n${body}`, 'latin1');
  }

  async receives(text: string): Promise<string> {
    await until(() => this.received.includes(text) || this.closed, `'${text}'`);
    if (!this.received.includes(text))
      throw new Error(`Closed without '${text}': ${this.received}`);
    return this.received;
  }

  async ends(): Promise<string> {
    await until(() => this.closed, 'the end of the connection');
    return this.received;
  }

  destroy(): void {
    this.socket.destroy();
  }
}
