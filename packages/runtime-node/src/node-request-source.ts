import {
  payloadTooLarge,
  RuntimeError,
  type HeaderView,
  type RequestSource,
} from '@flightdeck/core';

import { NodeHeaderView } from './node-header-view.js';
import type { NodeRequest, NodeResponse } from './node-types.js';
import { isStructured, parsedBody, serializeParsedBody } from './parsed-body.js';
import { RawBody } from './raw-body.js';
import { RequestLifecycle } from './request-lifecycle.js';
import { mountedPath, requestUrl } from './request-url.js';

export interface NodeRequestSourceOptions {
  /**
   * Believes `x-forwarded-proto` and `x-forwarded-host`. Only behind a proxy that sets both.
   *
   * @default false
   */
  readonly trustProxy?: boolean | undefined;
  /** The path below the base path, where a framework's own router has matched it already. */
  readonly routePath?: string | undefined;
  /** The parsed body, where a framework keeps it elsewhere than on the raw request. */
  readonly parsedBody?: unknown;
  /** The framework's own request, where it is not the Node request itself. */
  readonly nativeRequest?: unknown;
}

/** Methods whose `Request` cannot have a body, and those for which there is no `Request` at all. */
const BODILESS = new Set(['GET', 'HEAD']);
const FORBIDDEN = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** Headers that describe the bytes on the wire and no longer those of a body that was parsed. */
const WIRE_HEADERS = new Set(['content-length', 'content-encoding', 'transfer-encoding']);

/** A Node request as the dispatcher reads it; nothing is converted before somebody asks for it. */
export class NodeRequestSource implements RequestSource {
  readonly method: string;
  readonly path: string;
  readonly routePath?: string;
  readonly headers: HeaderView;
  readonly nativeRequest: unknown;
  readonly parsedBody?: unknown;

  readonly #req: NodeRequest;
  readonly #lifecycle: RequestLifecycle;
  readonly #trustProxy: boolean;
  readonly #raw: RawBody;
  #url: string | undefined;
  #request: Request | undefined;

  constructor(req: NodeRequest, res: NodeResponse, options: NodeRequestSourceOptions = {}) {
    this.#req = req;
    this.#lifecycle = new RequestLifecycle(res);
    this.#trustProxy = options.trustProxy ?? false;
    this.#raw = new RawBody(req);
    this.method = req.method ?? 'GET';
    this.path = mountedPath(req);
    if (options.routePath !== undefined) this.routePath = options.routePath;
    this.nativeRequest = options.nativeRequest ?? req;
    this.headers = new NodeHeaderView(req.headers);
    this.parsedBody = parsedBody(req, options.parsedBody);
  }

  get url(): string {
    this.#url ??= requestUrl(this.#req, this.#trustProxy);
    return this.#url;
  }

  get signal(): AbortSignal {
    return this.#lifecycle.signal;
  }

  // Properties and not methods: whoever takes them off the source may call them alone.
  readonly readBytes = async (maxBytes: number): Promise<Uint8Array> => {
    if (this.parsedBody === undefined) return this.#raw.read(maxBytes);
    const bytes = serializeParsedBody(this.parsedBody);
    if (bytes.byteLength > maxBytes) throw payloadTooLarge(maxBytes);
    return bytes;
  };

  readonly toRequest = (): Request => {
    this.#request ??= this.#buildRequest();
    return this.#request;
  };

  #buildRequest(): Request {
    if (FORBIDDEN.has(this.method)) {
      throw new RuntimeError('method_not_allowed', 'Method not allowed');
    }
    const init = { method: this.method, headers: this.#fetchHeaders(), signal: this.signal };
    if (BODILESS.has(this.method)) return new Request(this.url, init);
    if (this.parsedBody === undefined) {
      const streaming = { ...init, body: this.#raw.stream(), duplex: 'half' };
      return new Request(this.url, streaming);
    }
    return new Request(this.url, { ...init, body: serializeParsedBody(this.parsedBody) });
  }

  #fetchHeaders(): Headers {
    const headers = new Headers();
    const parsed = this.parsedBody !== undefined;
    this.headers.forEach((value, name) => {
      if (!parsed || !WIRE_HEADERS.has(name)) headers.append(name, value);
    });
    const reencoded = parsed && isStructured(this.parsedBody);
    if (reencoded && !(headers.get('content-type') ?? '').includes('json')) {
      headers.set('content-type', 'application/json');
    }
    return headers;
  }
}
