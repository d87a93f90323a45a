import { ROUTES } from '@flightdeck/core';

/** Tells whether requests with these verbs to a URL or route pattern may be a runtime's. */
export type RouteTest = (path: string, ...verbs: readonly string[]) => boolean;

/** The test for a runtime at `basePath`, below any prefix. */
export function createRouteTest(basePath: string): RouteTest {
  const base = segmentsOf(basePath);
  const routes = [
    { pattern: base, verbs: ['POST'] },
    ...ROUTES.map(({ path, actions }) => ({
      pattern: [...base, ...segmentsOf(path)],
      verbs: Object.keys(actions),
    })),
  ];
  return (path, ...verbs) => {
    const segments = segmentsOf(path);
    return routes.some(
      (route) =>
        endsWith(segments, route.pattern) && verbs.some((verb) => route.verbs.includes(verb)),
    );
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
