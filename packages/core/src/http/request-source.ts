/** Read access to request headers; a fetch `Headers` object is one. Names are case-insensitive. */
export interface HeaderView {
  get(name: string): string | null;
  forEach(visit: (value: string, name: string) => void): void;
}

/**
 * What an adapter hands to the dispatcher: one request, its body not yet read.
 *
 * A fetch `Request` is built only when user code asks for one, because on Node that costs more than
 * answering most requests.
 */
export interface RequestSource {
  readonly method: string;
  /** Absolute URL as the client sent it, before any mount path was stripped. */
  readonly url: string;
  /** The path below the adapter's mount point, still percent-encoded; it starts with `/`. */
  readonly path: string;
  /**
   * Set by adapters whose framework has matched the route already (Nest): the path below the base
   * path, which is then not looked for again.
   */
  readonly routePath?: string;
  readonly headers: HeaderView;
  /** The framework's own request object, on which its middlewares and guards leave what they know. */
  readonly nativeRequest?: unknown;
  /** Aborts when the client leaves before the response is complete. */
  readonly signal: AbortSignal;
  /** The body as a framework's parser left it; `undefined` when nothing has parsed it. */
  readonly parsedBody?: unknown;
  /**
   * The whole body.
   *
   * @throws RuntimeError `payload_too_large` above `maxBytes`, without reading further
   */
  readBytes(maxBytes: number): Promise<Uint8Array>;
  /** The fetch `Request`, the same one on every call; its body is the unread body of this source. */
  toRequest(): Request;
}
