import { ROUTE_PATHS, type EndpointMode, type RuntimeDispatcher } from '@flightdeck/core';
import { mountedPath } from '@flightdeck/runtime-node';

import type { ExpressRequest } from './express-types.js';

export interface RouteClaimOptions {
  readonly basePath: string;
  readonly mode?: EndpointMode | undefined;
}

/** Whether a request is the runtime's to answer; the others are the application's. */
export type RouteClaim = (req: ExpressRequest) => boolean;

/**
 * Below a mount point, or below a base path, every request is the runtime's. A runtime at the root
 * of an application shares it with the application's own routes, and claims no more than it serves.
 */
export function createRouteClaim(
  dispatcher: RuntimeDispatcher,
  { basePath, mode }: RouteClaimOptions,
): RouteClaim {
  const patterns = mode === 'single-route' ? [] : ROUTE_PATHS.map(segmentsOf);
  return (req) => {
    const path = mountedPath(req);
    if (!dispatcher.owns(path)) return false;
    if (basePath !== '/' || isMounted(req)) return true;
    const segments = segmentsOf(path);
    if (segments.length === 0) return mode !== 'multi-route' && isEnvelopeVerb(req.method);
    return patterns.some((pattern) => fits(pattern, segments));
  };
}

function isMounted({ baseUrl }: ExpressRequest): boolean {
  return baseUrl !== undefined && baseUrl !== '';
}

/** The application keeps its home page. */
function isEnvelopeVerb(method: string | undefined): boolean {
  return method === 'POST' || method === 'OPTIONS';
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
