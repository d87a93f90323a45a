import type { TLSSocket } from 'node:tls';

import type { NodeRequest } from './node-types.js';

const FALLBACK_HOST = 'localhost';

/**
 * The absolute URL that the client asked for.
 *
 * A `Host` that is not one is replaced by `localhost`: what a client sends must not make the URL
 * unreadable for the code that parses it.
 */
export function requestUrl(req: NodeRequest, trustProxy: boolean): string {
  const target = originForm(req.originalUrl ?? req.url ?? '/');
  const scheme = schemeOf(req, trustProxy);
  const url = `${scheme}://${hostOf(req, trustProxy)}${target}`;
  return URL.canParse(url) ? url : `${scheme}://${FALLBACK_HOST}${target}`;
}

/** The path below the mount point, still percent-encoded and without the query. */
export function mountedPath(req: Pick<NodeRequest, 'url'>): string {
  const target = originForm(req.url ?? '/');
  const query = target.indexOf('?');
  return query === -1 ? target : target.slice(0, query);
}

/** Takes scheme and authority off an absolute request target, as a proxy's client sends it. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const rest = target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '');
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function schemeOf(req: NodeRequest, trustProxy: boolean): string {
  const forwarded = trustProxy ? firstValue(req.headers['x-forwarded-proto']) : undefined;
  if (forwarded === 'http' || forwarded === 'https') return forwarded;
  const socket = req.socket as Partial<TLSSocket> | undefined;
  return socket?.encrypted === true ? 'https' : 'http';
}

function hostOf(req: NodeRequest, trustProxy: boolean): string {
  const forwarded = trustProxy ? firstValue(req.headers['x-forwarded-host']) : undefined;
  const host = forwarded ?? firstValue(req.headers[':authority']) ?? req.headers.host;
  return host !== undefined && isHost(host) ? host : FALLBACK_HOST;
}

/** Refuses everything that could move the end of the host, such as `/`, `?`, `#` and `@`. */
function isHost(value: string): boolean {
  return /^[\w.-]+(:\d{1,5})?$|^\[[\da-f:.]+\](:\d{1,5})?$/i.test(value);
}

function firstValue(value: string | string[] | undefined): string | undefined {
  const first = (typeof value === 'object' ? value[0] : value)?.split(',', 1)[0]?.trim();
  return first === '' ? undefined : first;
}
