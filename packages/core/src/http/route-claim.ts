import type { EndpointMode } from './create-dispatcher.js';
import { ROUTES } from './route-table.js';

/** Whether a request with this verb, to this path below the mount point, is for the runtime. */
export type RouteClaim = (verb: string, path: string) => boolean;

/**
 * What a runtime at the root of an application answers there, where it shares all paths with the
 * application's own routes: its routes, whatever the verb, and envelopes. The home page, and what
 * is no route, are the application's.
 */
export function createRouteClaim(mode: EndpointMode | undefined): RouteClaim {
  const patterns = mode === 'single-route' ? [] : ROUTES.map(({ path }) => segmentsOf(path));
  return (verb, path) => {
    const segments = segmentsOf(path);
    if (segments.length === 0) return mode !== 'multi-route' && isEnvelopeVerb(verb);
    return patterns.some((pattern) => fits(pattern, segments));
  };
}

function isEnvelopeVerb(verb: string): boolean {
  return verb === 'POST' || verb === 'OPTIONS';
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((expected, index) => expected.startsWith(':') || expected === segments[index])
  );
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}
