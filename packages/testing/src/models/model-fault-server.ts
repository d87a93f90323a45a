import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback, type LoopbackServer } from '../http/serve-fetch-handler.js';
import { until } from '../support/with-deadline.js';
import { answerFrames } from './answer-frames.js';
import { deliverFrames } from './deliver-frames.js';
import type { ModelTurn, RefusalTurn } from './model-turn.js';
import { findProtocol, type FoundProtocol } from './protocols/find-protocol.js';
import type { ModelProtocolName } from './protocols/model-protocol.js';

/** A request as the server got it. */
export interface ModelRequest {
  /** `unknown` for a path that stands for no streaming protocol; such requests take no turn. */
  readonly protocol: ModelProtocolName | 'unknown';
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** The JSON body. */
  readonly body: unknown;
  /** Whether the client closed the connection before the server was done with it. */
  readonly isAborted: boolean;
}

/**
 * A model provider on loopback that does what a script says (agent.md 16.3): it speaks the streaming
 * formats of OpenAI (Responses and chat completions), Anthropic and Gemini, and makes the faults of
 * each. Every request to a streaming path takes the next turn; without one left it is refused with
 * 418. Keys are not checked.
 */
export class ModelFaultServer {
  readonly #requests: ModelRequest[] = [];
  readonly #turns: ModelTurn[] = [];
  #server: LoopbackServer | null = null;

  static async start(...turns: readonly ModelTurn[]): Promise<ModelFaultServer> {
    const faults = new ModelFaultServer();
    const server = createServer((req, res) => {
      // A request that breaks off has nobody left to tell.
      void faults.#handle(req, res).catch(() => res.destroy());
    });
    faults.#server = await listenOnLoopback(server);
    return faults.script(...turns);
  }

  /** Scheme, host and port. */
  get origin(): string {
    if (this.#server === null) throw new Error('The model server is not listening');
    return this.#server.origin;
  }

  /** The base URL that clients of OpenAI and Anthropic want. */
  get v1(): string {
    return `${this.origin}/v1`;
  }

  /** The base URL that clients of Gemini want. */
  get v1beta(): string {
    return `${this.origin}/v1beta`;
  }

  /** In the order of their arrival. */
  get requests(): readonly ModelRequest[] {
    return this.#requests;
  }

  /** How many turns nobody has asked for yet. */
  get turnsLeft(): number {
    return this.#turns.length;
  }

  /** Adds turns behind those that are left. */
  script(...turns: readonly ModelTurn[]): this {
    this.#turns.push(...turns);
    return this;
  }

  /** Resolves when so many requests have arrived. */
  async untilRequests(count: number): Promise<void> {
    await until(() => this.#requests.length >= count, `${count} requests to a model`);
  }

  /** Resolves when a client has left before its answer was complete. */
  async untilAborted(): Promise<void> {
    await until(() => this.#requests.some(({ isAborted }) => isAborted), 'a client to leave');
  }

  /** Ends every connection; what is cut off by it does not count as aborted. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    await server?.close();
  }

  async #handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await readJson(req);
    const path = req.url ?? '/';
    const found = findProtocol(path.split('?', 1)[0] ?? '', body);
    const record = { isAborted: false, path, headers: req.headers, body };
    const request = Object.assign(record, { protocol: found?.protocol.name ?? 'unknown' } as const);
    this.#requests.push(request);
    if (found === null) return sendJson(res, 404, { error: { message: 'no such path' } });
    const turn = this.#turns.shift() ?? NO_TURN;
    let isCut = false;
    res.once('close', () => {
      const isOurs = isCut || res.writableFinished || this.#server === null;
      if (!isOurs) record.isAborted = true;
    });
    return takeTurn(turn, {
      found,
      res,
      cut: () => {
        isCut = true;
        res.destroy();
      },
    });
  }
}

const NO_TURN: RefusalTurn = { kind: 'refusal', status: 418, message: 'no turn is left' };

interface Exchange {
  readonly found: FoundProtocol;
  readonly res: ServerResponse;
  /** Cuts the connection, on the part of the server. */
  readonly cut: () => void;
}

async function takeTurn(turn: ModelTurn, exchange: Exchange): Promise<void> {
  const { found, res, cut } = exchange;
  switch (turn.kind) {
    case 'silence':
      return;
    case 'cut':
      return cut();
    case 'refusal':
      return refuse(turn, exchange);
    case 'answer': {
      const context = { model: found.model, answer: turn.answer };
      const frames = answerFrames(found.protocol, context, turn.faults);
      return deliverFrames(res, frames, { faults: turn.faults, cut });
    }
  }
}

function refuse(turn: RefusalTurn, { found, res }: Exchange): void {
  const { status, retryAfterSeconds, html = false } = turn;
  if (retryAfterSeconds !== undefined) res.setHeader('retry-after', String(retryAfterSeconds));
  if (!html) return sendJson(res, status, found.protocol.refusal(turn));
  res.writeHead(status, { 'content-type': 'text/html' });
  res.end(`<html><body><h1>${status}</h1><p>gateway page</p></body></html>`);
}

function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(body));
}

async function readJson(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return null;
  }
}
