import { once } from 'node:events';
import {
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Somewhere that requests may go. */
export interface Target {
  readonly name: string;
  /** `null` while nothing listens there. */
  readonly port: number | null;
}

export interface RoundRobinProxyOptions<T extends Target> {
  readonly targets: readonly T[];
  /** Told of each request and who answers it. */
  readonly onRequest?: (request: IncomingMessage, target: T) => void;
}

/**
 * A server that gives each request, and each upgrade to a socket, to the next target that takes a
 * connection. What it was answered when a target dies is all that its client gets.
 */
export function createRoundRobinProxy<T extends Target>(
  options: RoundRobinProxyOptions<T>,
): Server {
  const { targets, onRequest } = options;
  let turn = 0;
  const nextConnection = async (): Promise<{ target: T; socket: Socket } | null> => {
    for (let tries = 0; tries < targets.length; tries += 1) {
      const target = targets[turn++ % targets.length];
      const socket = target === undefined ? null : await connected(target.port);
      if (target !== undefined && socket !== null) return { target, socket };
    }
    return null;
  };
  const server = createServer((req, res) => {
    void nextConnection().then((next) => {
      if (next === null) return void res.writeHead(503, { 'retry-after': '1' }).end();
      onRequest?.(req, next.target);
      forward(req, res, next.socket);
    });
  });
  server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Whoever hangs up meanwhile is not an error of the proxy.
    socket.on('error', () => socket.destroy());
    void nextConnection().then((next) => {
      if (next === null) return void socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n');
      onRequest?.(req, next.target);
      join(next.socket, socket, Buffer.concat([headOf(req), head]));
    });
  });
  return server;
}

/** An open connection, `null` if nobody takes one. */
async function connected(port: number | null): Promise<Socket | null> {
  if (port === null) return null;
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return socket;
  } catch {
    return null;
  }
}

function forward(req: IncomingMessage, res: ServerResponse, socket: Socket): void {
  const { method = 'GET', url = '/', headers } = req;
  const upstream = request(
    {
      method,
      path: url,
      headers: { ...headers, connection: 'close' },
      createConnection: () => socket,
    },
    (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      res.flushHeaders();
      answer.on('error', () => res.destroy());
      answer.pipe(res);
    },
  );
  // Nobody knows what became of the request: its client has to ask again.
  upstream.on('error', () => res.destroy());
  res.on('close', () => upstream.destroy());
  req.pipe(upstream);
}

function join(upstream: Socket, client: Duplex, first: Buffer): void {
  upstream.on('error', () => client.destroy());
  upstream.on('close', () => client.destroy());
  client.on('close', () => upstream.destroy());
  upstream.write(first);
  upstream.pipe(client).pipe(upstream);
}

/** The head of a request as it came. */
function headOf({ method, url, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}
