import { createRouteClaim, type EndpointMode, type RuntimeDispatcher } from '@flightdeck/core';
import { mountedPath } from '@flightdeck/runtime-node';

import type { ExpressRequest } from './express-types.js';

export interface RequestClaimOptions {
  readonly basePath: string;
  readonly mode?: EndpointMode | undefined;
}

/** Whether a request is the runtime's to answer; the others are the application's. */
export type RequestClaim = (req: ExpressRequest) => boolean;

/**
 * Below a mount point, or below a base path, every request is the runtime's. A runtime at the root
 * of an application shares it with the application's own routes, and claims no more than it serves.
 */
export function createRequestClaim(
  dispatcher: RuntimeDispatcher,
  { basePath, mode }: RequestClaimOptions,
): RequestClaim {
  const claimsAtRoot = createRouteClaim(mode);
  return (req) => {
    const path = mountedPath(req);
    if (!dispatcher.owns(path)) return false;
    if (basePath !== '/' || isMounted(req)) return true;
    return claimsAtRoot(req.method ?? '', path);
  };
}

function isMounted({ baseUrl }: ExpressRequest): boolean {
  return baseUrl !== undefined && baseUrl !== '';
}
