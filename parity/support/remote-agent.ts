import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { RunAgentInput } from '@flightdeck/core';
import type { AnyEvent } from './clients.js';

/** One request to the remote agent, answered by the test. */
export interface RemoteCall {
  readonly headers: IncomingMessage['headers'];
  readonly input: RunAgentInput;
  /** Resolves when the caller has gone before the answer was complete. */
  readonly left: Promise<void>;
  /** Sends the head of an event stream. */
  open(): void;
  emit(...events: readonly AnyEvent[]): void;
  /** Sends bytes as they are. */
  write(raw: string): void;
  end(): void;
  /** Closes the connection in the middle. */
  tear(): void;
  /** Answers with a status instead of a stream. */
  refuse(status: number, body: string): void;
}

export interface RemoteAgent {
  readonly url: string;
  readonly calls: readonly RemoteCall[];
  close(): Promise<void>;
}

/** An AG-UI server that has nothing to do with ours: bytes over `node:http`. */
export async function serveRemoteAgent(
  answer: (call: RemoteCall) => void | Promise<void>,
): Promise<RemoteAgent> {
  const calls: RemoteCall[] = [];
  const server = createServer((req, res) => {
    void text(req).then((body) => {
      const call = remoteCall(req, res, JSON.parse(body) as RunAgentInput);
      calls.push(call);
      return answer(call);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/agent`,
    calls,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function remoteCall(req: IncomingMessage, res: ServerResponse, input: RunAgentInput): RemoteCall {
  const left = new Promise<void>((resolve) => {
    res.once('close', () => {
      if (!res.writableFinished) resolve();
    });
  });
  return {
    headers: req.headers,
    input,
    left,
    open() {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.flushHeaders();
    },
    emit(...events) {
      for (const event of events) res.write(`data: ${JSON.stringify(event)}\n\n`);
    },
    write: (raw) => void res.write(raw),
    end: () => void res.end(),
    tear: () => void res.destroy(),
    refuse(status, body) {
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(body);
    },
  };
}
