import type { HeaderView, RequestSource } from '@flightdeck/core';

export interface InnerRequestOptions {
  readonly method: 'GET' | 'POST';
  /** The path of a route below the base path. */
  readonly route: string;
  /** What the route is sent, as JSON. */
  readonly body?: unknown;
  /** Headers that count instead of those that the client has sent. */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default the client's */
  readonly signal?: AbortSignal;
}

/** Describes the client's body, which another one takes the place of, or asks for another answer. */
const REPLACED: ReadonlySet<string> = new Set([
  'content-length',
  'content-encoding',
  'content-type',
  'transfer-encoding',
  'accept',
]);

/** A request to a route of the runtime in the name of a client: with its headers, its signal, and what the framework knows of it. */
export function innerRequest(client: RequestSource, options: InnerRequestOptions): RequestSource {
  const { method, route, body, signal = client.signal } = options;
  const headers = headersOf(client.headers, options);
  const url = urlBelow(client.url, route);
  let bytes: Uint8Array<ArrayBuffer> | undefined;
  const encoded = (): Uint8Array<ArrayBuffer> =>
    (bytes ??= new TextEncoder().encode(JSON.stringify(body)));
  let request: Request | undefined;
  return {
    method,
    url,
    path: trimmed(client.path) + route,
    routePath: route,
    headers,
    nativeRequest: client.nativeRequest,
    signal,
    ...(body === undefined ? {} : { parsedBody: body }),
    readBytes: async () => (body === undefined ? new Uint8Array() : encoded()),
    toRequest: () =>
      (request ??= new Request(url, {
        method,
        headers,
        signal,
        ...(body === undefined ? {} : { body: encoded() }),
      })),
  };
}

function headersOf(view: HeaderView, { body, headers = {} }: InnerRequestOptions): Headers {
  const all = new Headers();
  view.forEach((value, name) => {
    if (!REPLACED.has(name.toLowerCase())) all.append(name, value);
  });
  if (body !== undefined) all.set('content-type', 'application/json');
  for (const [name, value] of Object.entries(headers)) all.set(name, value);
  return all;
}

/** The address of a route below the address of the mount. */
function urlBelow(base: string, route: string): string {
  const [path = '', query] = base.split('#', 1)[0]?.split('?', 2) ?? [];
  return trimmed(path) + route + (query === undefined ? '' : `?${query}`);
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, '');
}
