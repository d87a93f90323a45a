import { normalizeBasePath, ROUTE_PATHS, type RequestSource } from '@flightdeck/core';

/** Whether a POST comes to where the runtime takes envelopes, which is where old clients send everything. */
export type EnvelopePath = (source: RequestSource) => boolean;

/**
 * @param basePath without it, any path that does not end like a route
 * @throws ConfigError for an unusable base path
 */
export function createEnvelopePath(basePath: string | undefined): EnvelopePath {
  const base = basePath === undefined ? null : segmentsOf(normalizeBasePath(basePath)).join('/');
  const routes = ROUTE_PATHS.map(segmentsOf).filter(({ length }) => length > 0);
  return ({ path, routePath }) => {
    if (routePath !== undefined) return segmentsOf(routePath).length === 0;
    const segments = segmentsOf(path);
    if (base !== null) return segments.join('/') === base;
    return !routes.some((route) => endsLike(segments, route));
  };
}

function endsLike(segments: readonly string[], route: readonly string[]): boolean {
  const offset = segments.length - route.length;
  return (
    offset >= 0 &&
    route.every(
      (expected, index) => expected.startsWith(':') || expected === segments[offset + index],
    )
  );
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}
