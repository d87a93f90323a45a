import { describe, expect, it } from '@jest/globals';
import { Hono, type Context } from 'hono';

import { createCopilotHonoHandler } from '@flightdeck/runtime-hono';

import { expectInfo, runtimeWith } from './support/runtime-client.js';
import { serveApp } from './support/serve-app.js';

interface AppEnv {
  readonly Bindings: { readonly SECRET: string };
  readonly Variables: { user: string };
}

/** An application of which `identifyUser` sees something. */
function appSeeing(look: (request: Request, context: Context<AppEnv>) => unknown) {
  const seen: unknown[] = [];
  const runtime = runtimeWith({
    identifyUser: (request, { nativeRequest }) => {
      seen.push(look(request, nativeRequest as Context<AppEnv>));
      return { id: 'u1' };
    },
  });
  const app = new Hono<AppEnv>()
    .use(async (c, next) => {
      c.set('user', 'Ada');
      await next();
    })
    .route('/tenants/:tenant', createCopilotHonoHandler({ runtime, basePath: '/chat' }));
  return { app, seen };
}

describe('user code', () => {
  it('sees the URL of the client', async () => {
    const { app, seen } = appSeeing(({ url }) => url);
    const url = await serveApp(app);
    await expectInfo(`${url}/tenants/t/chat`);
    expect(seen).toEqual([`${url}/tenants/t/chat/info`]);
  });

  it('sees what middlewares have left on the context [adapters.hono.context]', async () => {
    const { app, seen } = appSeeing((_request, c) => c.get('user'));
    await app.request('/tenants/t/chat/info');
    expect(seen).toEqual(['Ada']);
  });

  it('sees the parameters of the mount path [adapters.hono.context]', async () => {
    const { app, seen } = appSeeing((_request, c) => c.req.param('tenant'));
    await app.request('/tenants/a%20b/chat/info');
    expect(seen).toEqual(['a b']);
  });

  it('sees the bindings and the execution context of the platform [adapters.hono.context]', async () => {
    const { app, seen } = appSeeing((_request, c) => [c.env, c.executionCtx]);
    const env = { SECRET: 's' };
    const execution = { waitUntil: () => undefined, passThroughOnException: () => undefined };
    const context = { ...execution, props: {} };
    await app.fetch(new Request('http://app.test/tenants/t/chat/info'), env, context);
    expect(seen).toEqual([[env, context]]);
    expect((seen as unknown[][])[0]?.[1]).toBe(context);
  });
});
