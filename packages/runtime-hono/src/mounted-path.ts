import type { Context } from 'hono';
import { routePath } from 'hono/route';

/** Where a request is, as seen from the pattern that it has matched. */
export interface MountedPath {
  /** Whether the runtime shares the root of the application with the application's own routes. */
  readonly isAtRoot: boolean;
  /** The path below mount point and base path; it starts with `/`. */
  readonly below: string;
}

/** A parameter's own pattern, in which a slash is no end of a segment. */
const PARAMETER_PATTERN = /\{[^}]*\}/g;

/**
 * Finds the path below a handler that is registered for everything there: `/info` of `/a/b/info`
 * for `/:a/b/*`. Each parameter of the pattern stands for one segment.
 */
export function mountedPath(c: Context): MountedPath {
  const pattern = routePath(c).replace(PARAMETER_PATTERN, '').split('/');
  // Less the empty text before the first slash and the wildcard after the last one.
  const depth = pattern.length - 2;
  const segments = c.req.path.split('/').slice(1 + depth);
  return { isAtRoot: depth === 0, below: `/${segments.join('/')}` };
}
