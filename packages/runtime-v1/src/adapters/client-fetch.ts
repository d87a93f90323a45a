export type FindKey = () => string | Promise<string>;

export interface ClientFetchOptions {
  /** @default the global one */
  readonly fetch: typeof globalThis.fetch | undefined;
  readonly fetchOptions: object | undefined;
  /** Put behind the address, unless it has them. */
  readonly query: readonly (readonly [string, string])[];
  /** Headers that are not sent. */
  readonly removed: readonly string[];
  /** Finds the bearer token of each request. */
  readonly findKey: FindKey | undefined;
}

/** A `fetch` that asks as a client of an SDK does; `undefined` where the given one does already. */
export function clientFetch(options: ClientFetchOptions): typeof globalThis.fetch | undefined {
  const { fetch, fetchOptions, query, removed, findKey } = options;
  const isPlain =
    fetchOptions === undefined && query.length === 0 && removed.length === 0 && !findKey;
  if (isPlain) return fetch;
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    for (const name of removed) headers.delete(name);
    if (findKey !== undefined) headers.set('authorization', `Bearer ${await findKey()}`);
    const ask = fetch ?? globalThis.fetch;
    // Headers as an object: `fetch` functions of applications rarely expect `Headers`.
    return ask(withQuery(input, query), {
      ...init,
      ...fetchOptions,
      headers: Object.fromEntries(headers),
    });
  };
}

function withQuery(
  input: string | URL | Request,
  query: readonly (readonly [string, string])[],
): string | URL | Request {
  if (query.length === 0 || input instanceof Request) return input;
  const url = new URL(input);
  for (const [name, value] of query) {
    if (!url.searchParams.has(name)) url.searchParams.set(name, value);
  }
  return url.href;
}
