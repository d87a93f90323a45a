import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { DEADLINE_MS, until } from '../support/with-deadline.js';

/** A TCP connection to a server: what a test needs to see bytes as they are, or to misbehave. */
export class RawConnection {
  readonly #socket: Socket;
  #received = '';
  #closed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      this.#received += text;
    });
    // A reset is one of the ways in which a connection may end.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#closed = true;
    });
  }

  static async open(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  /** Everything that has been received. */
  get received(): string {
    return this.#received;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** What was received after the head of the response, chunk sizes included. */
  get body(): string {
    return this.#received.slice(this.#received.indexOf('\r\n\r\n') + 4);
  }

  send(text: string): void {
    this.#socket.write(text);
  }

  /** Ends the sending direction only. */
  halfClose(): void {
    this.#socket.end();
  }

  /** Stops taking bytes off the connection. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Leaves at once, with a reset. */
  destroy(): void {
    this.#socket.resetAndDestroy();
  }

  async receives(text: string, deadlineMs = DEADLINE_MS): Promise<void> {
    const arrived = (): boolean => this.#received.includes(text);
    await until(() => arrived() || this.#closed, JSON.stringify(text), deadlineMs);
    if (!arrived()) {
      throw new Error(`Closed before ${JSON.stringify(text)}, having sent:\n${this.#received}`);
    }
  }
}

/** The head and body of a POST with JSON as they go over the wire. */
export function rawPost(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): string {
  const { host, pathname } = new URL(url);
  const fields = {
    host,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  return `POST ${pathname} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** A chunked HTTP/1.1 body as one text, as far as it has come. */
export function dechunk(body: string): string {
  let rest = Buffer.from(body, 'utf8');
  const parts: Buffer[] = [];
  for (;;) {
    const lineEnd = rest.indexOf('\r\n');
    const size = Number.parseInt(rest.subarray(0, Math.max(lineEnd, 0)).toString(), 16);
    if (lineEnd < 0 || Number.isNaN(size) || size === 0) break;
    parts.push(rest.subarray(lineEnd + 2, lineEnd + 2 + size));
    rest = rest.subarray(lineEnd + 2 + size + 2);
  }
  return Buffer.concat(parts).toString('utf8');
}
