import type { ServerOptions, PostgresChoice } from '../server/server-options.js';
import { TcpProxy } from './tcp-proxy.js';

/** The ways that servers take to their databases, each by a proxy of its own. */
export class Partition {
  readonly #proxies: readonly TcpProxy[];

  private constructor(proxies: readonly TcpProxy[]) {
    this.#proxies = proxies;
  }

  static async between(servers: number, url: string): Promise<Partition> {
    const { hostname, port } = new URL(url);
    const target = { host: hostname, port: Number(port || defaultPort(url)) };
    const proxies: TcpProxy[] = [];
    while (proxies.length < servers) proxies.push(await TcpProxy.to(target));
    return new Partition(proxies);
  }

  of(server: number): TcpProxy {
    const proxy = this.#proxies[server];
    if (proxy === undefined) throw new Error(`No way for server ${server}`);
    return proxy;
  }

  /** A URL that leads through the server's proxy. */
  urlFor(server: number, url: string): string {
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String(this.of(server).port);
    return through.href;
  }

  async close(): Promise<void> {
    await Promise.all(this.#proxies.map((proxy) => proxy.close()));
  }
}

/** The same options, with the way to PostgreSQL through the server's proxy. */
export function throughProxy(
  options: ServerOptions,
  partition: Partition,
  server: number,
): ServerOptions {
  if (options.store.kind !== 'postgres') throw new Error('Only PostgreSQL is reached over TCP');
  const store: PostgresChoice = options.store;
  return { ...options, store: { ...store, url: partition.urlFor(server, store.url) } };
}

function defaultPort(url: string): number {
  return url.startsWith('redis') ? 6_379 : 5_432;
}
