import type { HeaderView } from '../http/request-source.js';

/** The request for `/info` that the URL is told to. */
export interface RealtimeUrlRequest {
  /** Absolute, as the client sent it. */
  readonly url: string;
  readonly headers: HeaderView;
  /** Whether it was sent to the base path itself, in an envelope. */
  readonly isEnvelope: boolean;
}

/** Below the base path; clients add `/websocket`. */
export const REALTIME_PATH = '/realtime';

/**
 * Where a client finds the sockets of the mount that it asks.
 *
 * A page on the runtime's own origin is told a path, which its browser completes: proxies that
 * change the scheme or the host need not be known here. Everybody else is told a URL.
 */
export function realtimeUrlFor({ url, headers, isEnvelope }: RealtimeUrlRequest): string {
  const { protocol, host, hostname, pathname } = new URL(url);
  const base = (isEnvelope ? pathname : pathname.replace(/\/info\/*$/, '')).replace(/\/+$/, '');
  const path = `${base}${REALTIME_PATH}`;
  if (headers.get('sec-fetch-site') === 'same-origin' && !path.startsWith('//')) return path;
  // A page under https cannot reach ws: except on its own machine, so a proxy must have ended TLS.
  const isSecurePage = headers.get('origin')?.startsWith('https:') === true;
  const secure = protocol === 'https:' || (isSecurePage && !isLoopback(hostname));
  return `${secure ? 'wss' : 'ws'}://${host}${path}`;
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname) || hostname.endsWith('.localhost');
}
