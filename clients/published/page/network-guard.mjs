import dns from 'node:dns';
import { Socket } from 'node:net';

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Keeps this process on loopback: whatever else it tries to reach is refused before a name is looked up,
 * and noted. Nothing that a client reports to its vendor leaves the machine.
 */
export function guardNetwork() {
  const attempts = [];
  const refuse = (host) => {
    attempts.push(host);
    return Object.assign(new Error(`${host} is not on loopback`), { code: 'ECONNREFUSED' });
  };
  const connect = Reflect.get(Socket.prototype, 'connect');
  Socket.prototype.connect = function guardedConnect(...args) {
    const host = hostOf(args);
    if (host === null || LOOPBACK.has(host)) return Reflect.apply(connect, this, args);
    // Whoever asked for the socket may not listen yet.
    this.on('error', () => undefined);
    return this.destroy(refuse(host));
  };
  const fetchAnywhere = globalThis.fetch;
  globalThis.fetch = async function guardedFetch(resource, init) {
    const { hostname } = new URL(resource.url ?? resource, 'http://localhost');
    if (LOOPBACK.has(hostname)) return fetchAnywhere(resource, init);
    throw new TypeError('fetch failed', { cause: refuse(hostname) });
  };
  const lookup = dns.lookup;
  dns.lookup = function guardedLookup(host, ...rest) {
    if (LOOPBACK.has(host)) return lookup.call(dns, host, ...rest);
    process.nextTick(rest.at(-1), refuse(host));
    return {};
  };
  return { attempts };
}

/** The host that a socket is to connect to, or `null` for a path of the machine itself. */
function hostOf([first, second]) {
  // `net.connect` hands its arguments over as one list that it has put into order.
  const options = Array.isArray(first) ? first[0] : first;
  if (typeof options === 'object' && options !== null) {
    return options.path === undefined ? (options.host ?? 'localhost') : null;
  }
  if (typeof options === 'string') return null;
  return typeof second === 'string' ? second : 'localhost';
}
