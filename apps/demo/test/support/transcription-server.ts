import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What a client has sent to be transcribed. */
export interface TranscriptionCall {
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly form: FormData;
}

export interface TranscriptionServer {
  /** What `OPENAI_BASE_URL` would be. */
  readonly baseURL: string;
  readonly calls: readonly TranscriptionCall[];
  readonly close: () => Promise<void>;
}

/** A server that speaks OpenAI's protocol for transcriptions, and always hears the same. */
export async function startTranscriptionServer(text: string): Promise<TranscriptionServer> {
  const calls: TranscriptionCall[] = [];
  const server = createServer((req, res) => {
    readCall(req)
      .then((call) => {
        calls.push(call);
        res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ text }));
      })
      .catch(() => res.writeHead(400).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    calls,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function readCall(req: IncomingMessage): Promise<TranscriptionCall> {
  const body = new Uint8Array(await buffer(req));
  const headers = { 'content-type': req.headers['content-type'] ?? '' };
  const form = await new Response(body, { headers }).formData();
  return { path: req.url, authorization: req.headers.authorization, form };
}
