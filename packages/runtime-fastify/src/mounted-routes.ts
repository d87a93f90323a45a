import {
  createRouteClaim,
  normalizeBasePath,
  ROUTE_PATHS,
  type EndpointMode,
  type RouteClaim,
} from '@flightdeck/core';
import type { FastifyInstance } from 'fastify';

/** A route of the runtime, as Fastify registers it. */
export interface MountedRoute {
  /** Below the base path, as the route table has it. */
  readonly path: string;
  /** Below the prefix, with and without a trailing slash unless Fastify ignores it. */
  readonly urls: readonly string[];
  /** All that the runtime claims: which ones a path has, and which get 405, is its own business. */
  readonly verbs: string[];
}

export interface MountOptions {
  readonly basePath?: string;
  readonly mode?: EndpointMode;
}

/**
 * The routes of a mount, from the one route table.
 *
 * @throws ConfigError for an unusable base path
 */
export function mountedRoutes(
  instance: FastifyInstance,
  { basePath = '/', mode }: MountOptions,
): readonly MountedRoute[] {
  const base = normalizeBasePath(basePath).replace(/^\/$/, '');
  const isRoot = base === '' && /^\/?$/.test(instance.prefix);
  const claims: RouteClaim = isRoot
    ? createRouteClaim(mode)
    : (_verb, path) => path === '/' || mode !== 'single-route';
  const addsSlash = isStrict(instance.initialConfig);
  const routes = ROUTE_PATHS.map((path) => {
    const url = path === '/' && base !== '' ? base : `${base}${path}`;
    return {
      path,
      // Fastify itself registers `/` below a prefix both ways.
      urls: addsSlash && url !== '/' ? [url, `${url}/`] : [url],
      verbs: instance.supportedMethods.filter((verb) => claims(verb, path)),
    };
  });
  return routes.filter(({ verbs }) => verbs.length > 0);
}

function isStrict({ ignoreTrailingSlash, routerOptions }: FastifyInstance['initialConfig']) {
  return ignoreTrailingSlash !== true && routerOptions?.ignoreTrailingSlash !== true;
}
