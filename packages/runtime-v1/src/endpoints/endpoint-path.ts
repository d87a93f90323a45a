import { createRouteClaim } from '@flightdeck/core';

/** What is known of the path of a request. */
export interface RequestedPath {
  readonly verb: string;
  /** As the client has sent it, without the query. */
  readonly original: string;
  /** Below the path at which a framework has mounted the handler; otherwise the original one. */
  readonly mounted: string;
  /** Whether the handler was given all requests of an application, its own and others. */
  readonly isShared: boolean;
  /** Whether a framework has handed on the request without having found a route for it. */
  readonly isUnrouted: boolean;
}

/** The path below the endpoint, or `null` for a request that is not for it. */
export type EndpointPath = (path: RequestedPath) => string | null;

const isRoute = createRouteClaim('multi-route');

/**
 * Finds an endpoint in the paths of requests, wherever proxies, global prefixes and routers have
 * put it. v1.md 5.2.
 *
 * It is looked for in what the client has sent: routers take the path away at which they mount, and
 * prefixes come before it. Where it is not there, because a proxy has taken it away or the handler
 * is mounted elsewhere, a request must be for a route of the runtime, or be a POST to the mount point.
 *
 * @param endpoint without it, or at `/`, any path that ends in a route is one, and any other that of
 *   envelopes; where all paths of an application come here, its root is meant
 */
export function createEndpointPath(endpoint: string | undefined): EndpointPath {
  const wanted = segmentsOf(endpoint ?? '/');
  if (wanted.length === 0) return restOfAnything;
  return (requested) => {
    if (requested.isUnrouted && requested.mounted === requested.original) {
      return restBelow(wanted, requested);
    }
    const path = segmentsOf(requested.original);
    const last = path.length - wanted.length;
    const rests: string[] = [];
    for (let start = 0; start <= last; start += 1) {
      const isHere = wanted.every((segment, index) => path[start + index] === segment);
      if (isHere) rests.push(`/${path.slice(start + wanted.length).join('/')}`);
    }
    const [first] = rests;
    if (first === undefined) return restElsewhere(requested);
    // An agent may have the name of the endpoint, and a prefix, too.
    return rests.find((rest) => isOurs(requested.verb, rest)) ?? first;
  };
}

/** Of a handler that is where its application has put it, with nothing to look for. */
function restOfAnything(requested: RequestedPath): string | null {
  const { verb, original, mounted } = requested;
  if (ownsApplication(requested)) {
    return isOurs(verb, mounted) && !mounted.startsWith('//') ? mounted : null;
  }
  const path = segmentsOf(mounted);
  // Below a mount point the path is exact; without one, nobody knows what is before a route.
  const last = mounted === original ? path.length - 1 : 0;
  for (let start = 0; start <= last; start += 1) {
    const rest = `/${path.slice(start).join('/')}`;
    if (isRoute(verb, rest)) return rest;
  }
  return mounted === original && isEnvelopeVerb(verb) ? '/' : mounted;
}

/**
 * Among the paths of an application, the endpoint is at its own path alone, to the letter: what stands
 * in front of it to guard that path sees no other, not even one with two slashes in a row.
 */
function restBelow(wanted: readonly string[], { original }: RequestedPath): string | null {
  const base = `/${wanted.join('/')}`;
  const rest = original.slice(base.length) || '/';
  if (!original.startsWith(base) || !rest.startsWith('/')) return null;
  return rest;
}

/** Of a request whose path does not have the endpoint in it. */
function restElsewhere({ verb, mounted }: RequestedPath): string | null {
  return isOurs(verb, mounted) ? mounted : null;
}

/** Whether all paths of an application come here, from its root on. */
function ownsApplication({ isShared, mounted, original }: RequestedPath): boolean {
  return isShared && mounted === original;
}

function isOurs(verb: string, rest: string): boolean {
  return isRoute(verb, rest) || (segmentsOf(rest).length === 0 && isEnvelopeVerb(verb));
}

function isEnvelopeVerb(verb: string): boolean {
  return verb === 'POST' || verb === 'OPTIONS';
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}
