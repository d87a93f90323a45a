import { fetchRequestSource } from './fetch-request-source.js';
import { readBody, type RequestBody } from './request-body.js';
import type { RequestSource } from './request-source.js';

/** User code that is given the request and may return another one to go on with. */
export type RequestHook = (request: Request) => Request | void | Promise<Request | void>;

/** The request of one exchange: what the runtime reads of it, and what user code is given. */
export class ExchangeRequest {
  readonly #maxBodyBytes: number;
  #source: RequestSource;
  #body: RequestBody;
  #handedOut = false;
  #isEnvelope = false;

  constructor(source: RequestSource, maxBodyBytes: number) {
    this.#source = source;
    this.#maxBodyBytes = maxBodyBytes;
    this.#body = this.#readBody();
  }

  get source(): RequestSource {
    return this.#source;
  }

  /** What the operation works on: the body that was sent, or the one inside an envelope. */
  get body(): RequestBody {
    return this.#body;
  }

  /** From now on the body is the one that the envelope carried, whatever hooks do to the request. */
  unwrap(body: RequestBody): void {
    this.#body = body;
    this.#isEnvelope = true;
  }

  /** Runs a hook on the request and continues with the one it returns, if any. */
  async passThrough(hook: RequestHook): Promise<void> {
    const request = this.handOut();
    const replacement = await hook(request);
    if (replacement === undefined || replacement === request) return;
    this.#source = fetchRequestSource(replacement, this.#place());
    this.#handedOut = false;
    if (!this.#isEnvelope) this.#body = this.#readBody();
  }

  /** The fetch request for user code, which may read its body: ours is read from a copy from now on. */
  handOut(): Request {
    const request = this.#source.toRequest();
    if (this.#handedOut) return request;
    this.#handedOut = true;
    const { parsedBody } = this.#source;
    this.#source = fetchRequestSource(request, {
      ...this.#place(),
      ...(parsedBody === undefined ? {} : { parsedBody }),
      ...(request.body === null || request.bodyUsed ? {} : { readable: request.clone() }),
    });
    return request;
  }

  /** A replaced request stays where the original one was routed to. */
  #place(): Pick<RequestSource, 'path' | 'routePath' | 'nativeRequest'> {
    const { path, routePath, nativeRequest } = this.#source;
    return { path, nativeRequest, ...(routePath === undefined ? {} : { routePath }) };
  }

  #readBody(): RequestBody {
    return readBody(() => this.#source, this.#maxBodyBytes);
  }
}
