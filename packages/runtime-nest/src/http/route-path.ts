import { ROUTE_PATHS } from '@flightdeck/core';

/**
 * The path below the base path, as it was sent: the last segments of the URL, as many as the
 * matched pattern has. What is before them depends on prefixes and versions that only Nest knows.
 */
export function routePathOf(url: string, pattern: string): string {
  const count = segmentsOf(pattern).length;
  // `slice(-0)` would be all of them.
  return count === 0 ? '/' : `/${segmentsOf(url).slice(-count).join('/')}`;
}

/** Tells whether a URL or a route pattern may be one of a runtime at `basePath`, below any prefix. */
export function createPathTest(basePath: string): (path: string) => boolean {
  const base = segmentsOf(basePath);
  const patterns = ROUTE_PATHS.map((path) => [...base, ...segmentsOf(path)]);
  return (path) => {
    const segments = segmentsOf(path);
    return patterns.some((pattern) => endsWith(segments, pattern));
  };
}

function endsWith(segments: readonly string[], pattern: readonly string[]): boolean {
  // For a runtime at the root: every URL ends with nothing.
  if (pattern.length === 0) return segments.length === 0;
  const offset = segments.length - pattern.length;
  if (offset < 0) return false;
  return pattern.every((part, index) => part.startsWith(':') || part === segments[offset + index]);
}

function segmentsOf(url: string): string[] {
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  return path.split('/').filter((segment) => segment !== '');
}
