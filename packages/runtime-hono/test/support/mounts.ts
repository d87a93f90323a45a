import { Hono } from 'hono';

import { CopilotRuntime } from '@flightdeck/core';
import { conformanceAgent, type HttpFixture } from '@flightdeck/testing';

import { createCopilotHonoHandler, type CopilotHonoApp } from '../../src/index.js';

const silence = (): void => undefined;
const SILENT = { debug: silence, info: silence, warn: silence, error: silence };

interface Mounting {
  readonly basePath: string;
  readonly handler: (basePath: string | undefined) => CopilotHonoApp;
}

/** Ways in which applications mount the runtime. */
const MOUNTS = {
  'on its own': ({ handler, basePath }) => handler(basePath),
  'at a base path of its own': ({ handler, basePath }) => new Hono().route('/', handler(basePath)),
  'below a mount path': ({ handler, basePath }) => new Hono().route(basePath, handler(undefined)),
  'behind a middleware that reads bodies': ({ handler, basePath }) =>
    new Hono()
      .use(async (c, next) => {
        if (c.req.header('content-type')?.includes('json') === true) await c.req.text();
        await next();
      })
      .route('/', handler(basePath)),
} as const satisfies Readonly<Record<string, (mounting: Mounting) => Hono>>;

export type MountTitle = keyof typeof MOUNTS;

export interface MountedApp {
  readonly app: Hono;
  readonly runtime: CopilotRuntime;
}

/** The application of a case of the contract. */
export function mountedApp(
  title: MountTitle,
  { runtime: options, mount }: HttpFixture,
): MountedApp {
  const runtime = new CopilotRuntime(options);
  const { basePath, ...rest } = mount;
  const handler = (own: string | undefined): CopilotHonoApp =>
    createCopilotHonoHandler({ runtime, ...rest, ...(own === undefined ? {} : { basePath: own }) });
  return { app: MOUNTS[title]({ handler, basePath }), runtime };
}

/** The application that the conformance cases are tried against, at `/api/copilotkit`. */
export function conformanceApp(): Hono {
  const runtime = new CopilotRuntime({ agents: { default: conformanceAgent() }, logger: SILENT });
  return new Hono().route('/api/copilotkit', createCopilotHonoHandler({ runtime }));
}
