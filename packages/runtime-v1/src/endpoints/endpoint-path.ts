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
}

/** The path below the endpoint, or `null` for a request that is not for it. */
export type EndpointPath = (path: RequestedPath) => string | null;

/**
 * Finds an endpoint in the paths of requests, wherever proxies, global prefixes and routers have
 * put it. v1.md 5.2.
 *
 * Its path is looked for in what the client has sent: routers take the path away at which they
 * mount, and prefixes come before it. Where it is not there, because a proxy has taken it away or
 * the handler is mounted elsewhere, the request must be for a route of the runtime.
 *
 * @param endpoint without it, every request is for the endpoint, unless an application shares its paths
 */
export function createEndpointPath(endpoint: string | undefined): EndpointPath {
  const claims = createRouteClaim(undefined);
  const wanted = segmentsOf(endpoint ?? '/');
  if (wanted.length === 0) return ({ mounted, ...path }) => mountedRest(mounted, path);
  return ({ verb, original, mounted, isShared }) => {
    const isMounted = mounted !== original;
    const ownsRoot = isShared && !isMounted;
    const rests = restsAfter(wanted, segmentsOf(original), ownsRoot);
    const [first] = rests;
    // An agent may have the name of the endpoint, and a prefix, too.
    if (first !== undefined) return rests.find((rest) => claims(verb, rest)) ?? first;
    return !ownsRoot && claims(verb, mounted) ? mounted : null;
  };

  function mountedRest(mounted: string, path: Omit<RequestedPath, 'mounted'>): string | null {
    const { verb, original, isShared } = path;
    if (!isShared || mounted !== original) return mounted;
    return claims(verb, mounted) || claims(verb, '/') ? mounted : null;
  }
}

/** What follows each place at which the wanted segments are. */
function restsAfter(
  wanted: readonly string[],
  path: readonly string[],
  atStart: boolean,
): string[] {
  const last = atStart ? 0 : path.length - wanted.length;
  const rests: string[] = [];
  for (let start = 0; start <= last; start += 1) {
    const isHere = wanted.every((segment, index) => path[start + index] === segment);
    if (isHere) rests.push(`/${path.slice(start + wanted.length).join('/')}`);
  }
  return rests;
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}
