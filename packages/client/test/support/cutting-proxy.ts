import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback, type LoopbackServer } from '@flightdeck/testing';

/** What a proxy does with one request. */
export interface Plan {
  /** After so many bytes of the body it cuts the connection. */
  readonly cutAfter?: number;
  /** Cuts the connection before the request goes on. */
  readonly refuse?: boolean;
  /** Passes the request on, and cuts the connection instead of answering. */
  readonly loseAnswer?: boolean;
  /** Answers with this status itself. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Passes so many bytes of the body on, then nothing more, without ending. */
  readonly stallAfter?: number;
}

export interface ProxiedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

export interface CuttingProxy extends LoopbackServer {
  readonly requests: readonly ProxiedRequest[];
  /** Where requests go from now on. */
  target: string;
  /** What becomes of the requests with this `x-run` header, or of all others under the key ''; by default they are passed on. */
  readonly plans: Map<string, (request: ProxiedRequest) => Plan>;
}

/** A proxy in front of a server that mistreats connections as a test plans it. */
export async function serveCuttingProxy(target: string): Promise<CuttingProxy> {
  const requests: ProxiedRequest[] = [];
  const server = createServer((req, res) => {
    const asked = { method: req.method ?? '', url: req.url ?? '', headers: req.headers };
    requests.push(asked);
    const plan = proxy.plans.get(String(req.headers['x-run'] ?? ''))?.(asked) ?? {};
    if (plan.refuse === true) return void res.destroy();
    if (plan.status !== undefined) {
      req.resume();
      return void res.writeHead(plan.status, { ...plan.headers }).end('{}');
    }
    forward(req, res, { plan, target: proxy.target });
  });
  const listening = await listenOnLoopback(server);
  const proxy: CuttingProxy = { ...listening, requests, target, plans: new Map() };
  return proxy;
}

function forward(
  req: IncomingMessage,
  res: ServerResponse,
  { plan, target }: { readonly plan: Plan; readonly target: string },
): void {
  const { method = 'GET', url = '/', headers } = req;
  const upstream = request(new URL(url, target), { method, headers }, (answer) => {
    if (plan.loseAnswer === true) return void res.destroy();
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    res.flushHeaders();
    pass(answer, res, plan);
  });
  // A server that is gone looks like a proxy that has nobody to ask.
  upstream.on('error', () => res.destroy());
  res.on('close', () => upstream.destroy());
  req.pipe(upstream);
}

function pass(
  answer: IncomingMessage,
  res: ServerResponse,
  { cutAfter = Infinity, stallAfter = Infinity }: Plan,
): void {
  let left = Math.min(cutAfter, stallAfter);
  const cut = (): void => void (cutAfter < Infinity && flushThenDestroy(res));
  if (left === 0) return cut();
  answer.on('data', (bytes: Buffer) => {
    if (left <= 0) return;
    res.write(bytes.subarray(0, left));
    left -= bytes.length;
    if (left <= 0) cut();
  });
  answer.on('end', () => left > 0 && res.end());
  answer.on('error', () => res.destroy());
}

/** The peer gets what was written, and then no proper end. */
function flushThenDestroy(res: ServerResponse): void {
  const { socket } = res;
  if (socket === null) return void res.destroy();
  socket.end(() => socket.destroy());
}
