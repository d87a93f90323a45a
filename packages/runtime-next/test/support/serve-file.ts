import { afterEach } from '@jest/globals';

import type { LoopbackServer } from '@flightdeck/testing';

import {
  createCopilotNextHandler,
  createCopilotNextPagesHandler,
  type CopilotNextOptions,
} from '../../src/index.js';
import type { FileRoute } from './file-route.js';
import { serveAppRouter, type AppRouterFile } from './serve-app-router.js';
import { servePagesRouter } from './serve-pages-router.js';

export type Router = 'App Router' | 'Pages Router' | 'Pages Router with its body parser';

export const ROUTERS: readonly Router[] = [
  'App Router',
  'Pages Router',
  'Pages Router with its body parser',
];

const running: LoopbackServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

/** Serves a server until the test is over; resolves with its URL. */
export async function untilEnd(server: Promise<LoopbackServer>): Promise<string> {
  const { origin } = await server;
  running.push(await server);
  return origin;
}

/** Serves one file with a runtime until the test is over; resolves with the URL of its folder. */
export async function serveFile(
  router: Router,
  options: CopilotNextOptions,
  file: Partial<FileRoute> & Pick<AppRouterFile, 'params'> = {},
): Promise<string> {
  const { params, folder = '/api/copilotkit', catchAll = true } = file;
  const route = { folder, catchAll };
  if (router === 'App Router') {
    const handlers = createCopilotNextHandler(options);
    const style = params === undefined ? {} : { params };
    return `${await untilEnd(serveAppRouter({ ...route, ...style, handlers }))}${folder}`;
  }
  const handler = createCopilotNextPagesHandler(options);
  const bodyParser = router !== 'Pages Router';
  return `${await untilEnd(servePagesRouter({ ...route, handler, bodyParser }))}${folder}`;
}
