import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

export interface LoopbackServer {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly port: number;
  /** Closes the server and whatever is connected to it. */
  close(): Promise<void>;
}

/** What the listening part of a Node server looks like, whoever made it. */
export interface ListeningServer {
  listen(port: number, host: string): unknown;
  once(event: 'listening', listener: () => void): unknown;
  address(): AddressInfo | string | null;
  close(callback: () => void): unknown;
  closeAllConnections?(): void;
}

/** Lets a server listen on any free port of the loopback interface. */
export async function listenOnLoopback(server: ListeningServer): Promise<LoopbackServer> {
  const listening = new Promise<void>((resolve) => server.once('listening', resolve));
  server.listen(0, '127.0.0.1');
  await listening;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    port: address.port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(resolve));
      server.closeAllConnections?.();
      await closed;
    },
  };
}

/** Serves a fetch handler over HTTP: the least that a host does, without any care for details. */
export function serveFetchHandler(
  handler: (request: Request) => Promise<Response>,
): Promise<LoopbackServer> {
  return listenOnLoopback(
    createServer((req, res) => {
      void bridge(handler, req, res).catch(() => res.destroy());
    }),
  );
}

async function bridge(
  handler: (request: Request) => Promise<Response>,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const left = new AbortController();
  res.once('close', () => left.abort());
  const response = await handler(toRequest(req, left.signal));
  res.writeHead(response.status, [...response.headers].flat());
  res.flushHeaders();
  if (response.body === null || req.method === 'HEAD') {
    res.end();
    return;
  }
  await pump(response.body, res, left.signal);
}

async function pump(
  body: ReadableStream<Uint8Array>,
  res: ServerResponse,
  left: AbortSignal,
): Promise<void> {
  const reader = body.getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  left.addEventListener('abort', cancel, { once: true });
  if (left.aborted) cancel();
  for (;;) {
    const { done, value } = await reader.read();
    if (done || left.aborted) break;
    if (!res.write(value)) await once(res, 'drain', { signal: left });
  }
  res.end();
}

function toRequest(req: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, values] of Object.entries(req.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const hasBody = req.method !== 'GET' && req.method !== 'HEAD';
  const init: RequestInit & { duplex: 'half' } = {
    method: req.method ?? 'GET',
    headers,
    signal,
    duplex: 'half',
    ...(hasBody ? { body: Readable.toWeb(req) as unknown as ReadableStream<Uint8Array> } : {}),
  };
  return new Request(`http://${req.headers.host ?? 'localhost'}${req.url ?? '/'}`, init);
}
