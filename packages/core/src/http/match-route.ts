import type { RouteAction, RouteDefinition, RouteParams } from './route-table.js';

export type MatchResult =
  | { readonly kind: 'match'; readonly action: RouteAction; readonly params: RouteParams }
  | { readonly kind: 'wrong-verb'; readonly allow: readonly string[] }
  | { readonly kind: 'none' };

export interface MatchOptions {
  /**
   * Matches the end of the path only, which serves a handler that does not know where it is
   * mounted: `/x/y/info` is `/info` then.
   */
  readonly bySuffix: boolean;
}

/** Finds the action for a verb and a path below the base path. */
export type RouteMatcher = (verb: string, path: string) => MatchResult;

/** Prepares a table for matching; the first path that fits decides, whatever its verbs are. */
export function createRouteMatcher(
  routes: readonly RouteDefinition[],
  { bySuffix }: MatchOptions,
): RouteMatcher {
  const compiled = routes.map((route) => ({ route, pattern: splitPath(route.path) }));
  const find = (path: string): Found | null => {
    const segments = splitPath(path);
    for (const { route, pattern } of compiled) {
      const params = matchSegments(pattern, segments, bySuffix);
      if (params !== null) return { route, params };
    }
    return null;
  };
  // Paths without parameters, found the long way once: another one may stand before them in the table.
  const known = new Map<string, Found | null>();
  for (const { path } of routes) if (!path.includes(':')) known.set(path, find(path));
  return (verb, path) => {
    const found = known.get(path) ?? find(path);
    return found === null ? NONE : actionOf(found, verb);
  };
}

interface Found {
  readonly route: RouteDefinition;
  readonly params: RouteParams;
}

const NONE: MatchResult = { kind: 'none' };

function actionOf({ route, params }: Found, verb: string): MatchResult {
  const actions: Readonly<Record<string, RouteAction>> = route.actions;
  const action = Object.hasOwn(actions, verb) ? actions[verb] : undefined;
  if (action === undefined) return { kind: 'wrong-verb', allow: Object.keys(actions) };
  return { kind: 'match', action, params };
}

/** The segments of a path; empty ones do not count. */
function splitPath(path: string): string[] {
  const segments: string[] = [];
  let begin = 0;
  while (begin < path.length) {
    const slash = path.indexOf('/', begin);
    const end = slash < 0 ? path.length : slash;
    if (end > begin) segments.push(path.slice(begin, end));
    begin = end + 1;
  }
  return segments;
}

/** The parameters, or `null` where a segment differs or cannot be decoded. */
function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
  bySuffix: boolean,
): RouteParams | null {
  const offset = segments.length - pattern.length;
  if (offset < 0 || (offset > 0 && !bySuffix)) return null;
  const params: Record<string, string> = {};
  for (let index = 0; index < pattern.length; index += 1) {
    const expected = pattern[index] ?? '';
    const segment = segments[offset + index] ?? '';
    if (!expected.startsWith(':')) {
      if (segment !== expected) return null;
      continue;
    }
    const value = decodeSegment(segment);
    if (value === null) return null;
    params[expected.slice(1)] = value;
  }
  return params;
}

function decodeSegment(segment: string): string | null {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
