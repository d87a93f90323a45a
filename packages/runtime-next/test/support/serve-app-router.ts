import { serveFetchHandler, type LoopbackServer } from '@flightdeck/testing';

import type { CopilotNextRouteHandlers } from '../../src/index.js';
import { matchFile, slugParams, type FileRoute } from './file-route.js';

export interface AppRouterFile extends FileRoute {
  readonly handlers: CopilotNextRouteHandlers;
  /** How a version of Next.js passes parameters; `none` calls handlers as other frameworks do. */
  readonly params?: 'promise' | 'decoded' | 'value' | 'none';
}

const isVerb = (
  handlers: CopilotNextRouteHandlers,
  verb: string,
): verb is keyof CopilotNextRouteHandlers => Object.hasOwn(handlers, verb);

/** Serves a `route.ts` as the App Router does: by folder, by exported verb, with its parameters. */
export function serveAppRouter({
  handlers,
  params: style = 'promise',
  ...file
}: AppRouterFile): Promise<LoopbackServer> {
  return serveFetchHandler(async (request) => {
    const slug = matchFile(new URL(request.url).pathname, file);
    if (slug === null) return new Response('<h1>404</h1>', { status: 404 });
    if (!isVerb(handlers, request.method)) return new Response(null, { status: 405 });
    const handle = handlers[request.method as keyof CopilotNextRouteHandlers];
    if (style === 'none') return handle(request);
    const params = slugParams(slug, style === 'decoded');
    return handle(request, { params: style === 'value' ? params : Promise.resolve(params) });
  });
}
