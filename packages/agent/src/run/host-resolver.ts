/** The addresses of a host name, by the resolver of the operating system; `undefined` where there is none. */
export function hostResolver(): ((host: string) => Promise<readonly string[]>) | undefined {
  // Not imported, so that the package loads wherever `fetch` does.
  const dns =
    typeof process === 'object' ? process.getBuiltinModule?.('node:dns/promises') : undefined;
  if (dns === undefined) return undefined;
  return async (host) => {
    const found = await dns.lookup(host, { all: true });
    return found.map(({ address }) => address);
  };
}
