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
  return (verb, path) => {
    const segments = splitPath(path);
    for (const { route, pattern } of compiled) {
      const params = matchSegments(pattern, segments, bySuffix);
      if (params === null) continue;
      const actions: Readonly<Record<string, RouteAction>> = route.actions;
      const action = Object.hasOwn(actions, verb) ? actions[verb] : undefined;
      if (action === undefined) return { kind: 'wrong-verb', allow: Object.keys(actions) };
      return { kind: 'match', action, params };
    }
    return { kind: 'none' };
  };
}

/** The segments of a path; empty ones do not count. */
function splitPath(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
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
  for (const [index, expected] of pattern.entries()) {
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
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
