import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback, until } from '@flightdeck/testing';

/** A call as a provider got it. */
export interface ProviderCall {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly form: FormData;
}

export type ProviderAnswer = (res: ServerResponse) => void;

/** A provider on loopback that answers as a test says, and tells what it was asked. */
export interface ProviderServer {
  readonly origin: string;
  readonly calls: readonly ProviderCall[];
  /** How many callers left before they had an answer. */
  readonly abandoned: number;
  answer: ProviderAnswer;
  untilAbandoned(): Promise<void>;
  untilCalled(): Promise<void>;
  close(): Promise<void>;
}

export function json(status: number, body: unknown, headers: object = {}): ProviderAnswer {
  return (res) => {
    res.writeHead(status, { 'content-type': 'application/json', ...headers });
    res.end(JSON.stringify(body));
  };
}

export function html(status: number): ProviderAnswer {
  return (res) => {
    res.writeHead(status, { 'content-type': 'text/html' });
    res.end('<html><body>gateway secret-page</body></html>');
  };
}

/** Takes the call and never says anything. */
export const silence: ProviderAnswer = () => undefined;

export async function startProvider(): Promise<ProviderServer> {
  const calls: ProviderCall[] = [];
  let abandoned = 0;
  const state = { answer: json(200, { text: 'hello' }) };
  const server = createServer((req, res) => {
    res.once('close', () => {
      if (!res.writableFinished) abandoned += 1;
    });
    void readForm(req).then(
      (form) => {
        calls.push({ path: req.url ?? '', headers: req.headers, form });
        state.answer(res);
      },
      () => res.destroy(),
    );
  });
  const { origin, close } = await listenOnLoopback(server);
  return {
    origin,
    calls,
    close,
    get abandoned() {
      return abandoned;
    },
    get answer() {
      return state.answer;
    },
    set answer(answer) {
      state.answer = answer;
    },
    untilAbandoned: () => until(() => abandoned > 0, 'a caller to leave'),
    untilCalled: () => until(() => calls.length > 0, 'a call'),
  };
}

async function readForm(req: IncomingMessage): Promise<FormData> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const headers = { 'content-type': req.headers['content-type'] ?? '' };
  return new Response(Buffer.concat(chunks), { headers }).formData();
}
