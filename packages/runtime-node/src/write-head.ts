import type { Reply } from '@flightdeck/core';

import type { NodeResponse } from './node-types.js';
import { isHttp2 } from './response-state.js';

/** Headers as frameworks keep them on a reply of their own. */
export type InitialHeaders = Readonly<Record<string, number | string | string[] | undefined>>;

export interface HeadOptions {
  /** Headers that a framework has collected outside of the raw response. */
  readonly initialHeaders?: InitialHeaders | undefined;
  /** The length of a body that is complete. */
  readonly contentLength?: number | undefined;
  /** The connection cannot be used again. */
  readonly closeConnection?: boolean | undefined;
}

/** Belong to one connection or to the framing of one body: the server's business, not the reply's. */
const FRAMING = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

const WHO_MAY_COME = ['access-control-allow-origin', 'access-control-allow-credentials'];

/** Puts status and headers of a reply on a response, beside those that the host has set before. */
export function writeHead(res: NodeResponse, reply: Reply, options: HeadOptions = {}): void {
  if (options.initialHeaders !== undefined) addInitialHeaders(res, options.initialHeaders);
  res.statusCode = reply.status;
  // Neither was our permission to send cookies meant for an origin that the host allows, nor that of
  // the host for one of ours. Asked for before the first of the two is set.
  let hostDecides: boolean | undefined;
  for (const [name, value] of reply.headers) {
    if (WHO_MAY_COME.includes(name)) {
      hostDecides ??= WHO_MAY_COME.some((each) => res.hasHeader(each));
      if (!hostDecides) res.setHeader(name, value);
    } else if (!FRAMING.has(name)) addHeader(res, name, value);
  }
  if (options.contentLength !== undefined) res.setHeader('content-length', options.contentLength);
  if (options.closeConnection === true && !isHttp2(res)) res.setHeader('connection', 'close');
}

function addInitialHeaders(res: NodeResponse, headers: InitialHeaders): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || FRAMING.has(name.toLowerCase())) continue;
    if (!res.hasHeader(name)) res.setHeader(name, value);
  }
}

function addHeader(res: NodeResponse, name: string, value: string): void {
  if (name === 'set-cookie') res.appendHeader(name, value);
  else if (name === 'vary') res.setHeader(name, mergeVary(res.getHeader(name), value));
  // The host's own policy counts: two `access-control-allow-origin` would make browsers refuse both.
  else if (!name.startsWith('access-control-') || !res.hasHeader(name)) res.setHeader(name, value);
}

function mergeVary(present: number | string | string[] | undefined, added: string): string {
  const fields = [present ?? []].flat().flatMap((field) => String(field).split(','));
  const merged = new Map<string, string>();
  for (const field of [...fields, ...added.split(',')]) {
    const text = field.trim();
    if (text !== '' && !merged.has(text.toLowerCase())) merged.set(text.toLowerCase(), text);
  }
  return [...merged.values()].join(', ');
}
