import type { NodeRequest } from '@flightdeck/runtime-node';

import type { RuntimeBodyReader } from './runtime-body.reader.js';

interface FastifyRequest {
  readonly raw: NodeRequest;
  body?: unknown;
  /** What is assigned is laid over the headers of the raw request. */
  headers: Record<string, string | undefined> | undefined;
}

type Hook = (request: FastifyRequest) => Promise<void>;

interface FastifyRoute {
  readonly url: string;
  readonly method: string | readonly string[];
  config?: Readonly<Record<string, unknown>>;
  preParsing?: Hook | Hook[];
  preValidation?: Hook | Hook[];
}

export interface FastifyLike {
  readonly initialConfig: RouterOptions & { readonly routerOptions?: RouterOptions };
  addHook(name: 'onRoute', hook: (route: FastifyRoute) => void): unknown;
  route(route: FastifyRoute): unknown;
}

interface RouterOptions {
  readonly ignoreTrailingSlash?: boolean;
}

/** Marks a route whose bodies are taken care of. */
const CLAIMED = 'flightdeck:bodies';

/** A request with these has no body for Fastify, so that no parser is looked for. */
const NO_BODY = {
  'content-type': undefined,
  'content-length': undefined,
  'transfer-encoding': undefined,
};

/**
 * Lets the reader take the bodies of the runtime's routes. Fastify's own parsers would answer 413
 * above 1 MiB, 415 to forms, and 400 to a request with a JSON content type and no body. And adds
 * each route with a trailing slash, as Express has it.
 */
export function installOnFastify(fastify: FastifyLike, reader: RuntimeBodyReader): void {
  const addsSlash = isStrict(fastify.initialConfig);
  const take: Hook = async (request) => {
    const { raw } = request;
    if (reader.reads(raw)) request.body = await reader.read(raw);
    else if (!reader.leaves(raw)) return;
    request.headers = NO_BODY;
  };
  const restoreHeaders: Hook = async (request) => {
    request.headers = undefined;
  };
  fastify.addHook('onRoute', (route) => {
    // The path of one runtime may end like that of another.
    if (route.config?.[CLAIMED] === true) return;
    if (!reader.owns(route.url, ...[route.method].flat())) return;
    route.config = { ...route.config, [CLAIMED]: true };
    route.preParsing = [take, ...[route.preParsing ?? []].flat()];
    route.preValidation = [restoreHeaders, ...[route.preValidation ?? []].flat()];
    if (addsSlash && !route.url.endsWith('/')) {
      fastify.route({ ...route, url: `${route.url}/` });
    }
  });
}

function isStrict({ ignoreTrailingSlash, routerOptions }: FastifyLike['initialConfig']): boolean {
  return ignoreTrailingSlash !== true && routerOptions?.ignoreTrailingSlash !== true;
}
