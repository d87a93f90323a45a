import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback } from '@flightdeck/testing';

export interface RemoteRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** The JSON body; `undefined` without one. */
  readonly body: unknown;
}

/** Answers a request: JSON, or whatever it does with the response itself. */
export type RemoteRoute = (request: RemoteRequest, response: ServerResponse) => unknown;

/** A server on loopback that answers paths as a test says, and remembers what it was asked. */
export class RemoteServer {
  readonly requests: RemoteRequest[] = [];
  readonly origin: string;
  readonly close: () => Promise<void>;

  private constructor(server: { origin: string; close(): Promise<void> }) {
    this.origin = server.origin;
    this.close = () => server.close();
  }

  /** @param routes by path, without the query; one that returns `undefined` answers itself */
  static async start(routes: Readonly<Record<string, RemoteRoute>>): Promise<RemoteServer> {
    const handle = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
      const { method = '', url: path = '', headers } = req;
      let text = '';
      for await (const piece of req) text += String(piece);
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      const request = { method, path, headers, body };
      remote.requests.push(request);
      const route = routes[path.replace(/\?.*/, '')];
      if (route === undefined) res.writeHead(404).end();
      else {
        const answer: unknown = route(request, res);
        if (answer !== undefined) res.setHeader('content-type', 'application/json');
        if (answer !== undefined) res.end(JSON.stringify(answer));
      }
    };
    const listening = await listenOnLoopback(
      createServer((req, res) => void handle(req, res).catch(() => res.destroy())),
    );
    const remote = new RemoteServer(listening);
    return remote;
  }

  asked(path: string): readonly RemoteRequest[] {
    return this.requests.filter((request) => request.path.replace(/\?.*/, '') === path);
  }
}
