import { CopilotRuntimeModule } from '@flightdeck/runtime-nest';
import {
  Module,
  VERSION_NEUTRAL,
  VersioningType,
  type MiddlewareConsumer,
  type NestModule,
} from '@nestjs/common';
import { RouterModule } from '@nestjs/core';

import { sayingAgent } from './support/agents.js';
import { PLATFORMS } from './support/platforms.js';
import { answerOf, infoOf, postJson, run } from './support/requests.js';
import { startApp } from './support/start-app.js';

declare const NEST_MAJOR: number;

const agents = { default: sayingAgent('here') };

describe.each(PLATFORMS)('a runtime on %s', (platform) => {
  /** Whether both transports, and routes of every length, are at this base. */
  async function serves(base: string, headers: Record<string, string> = {}): Promise<boolean> {
    const stop = await postJson(`${base}/agent/default/stop/a%2Fb`, undefined, headers);
    const envelope = await postJson(base, { method: 'info' }, headers);
    if (!stop.ok || !envelope.ok) return false;
    const { message } = (await stop.json()) as { message: string };
    const { agents: known } = await infoOf(base, headers);
    return message === "No active run for thread 'a/b'." && 'default' in known;
  }

  it('is at api/copilotkit by default', async () => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents })],
    });
    expect(await serves(`${url}/api/copilotkit`)).toBe(true);
    expect(await answerOf(await run(`${url}/api/copilotkit`))).toBe('here');
  });

  it.each(['chat', '/chat', 'chat/', '/chat/'])("is where the path '%s' says", async (path) => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents, path })],
    });
    expect(await serves(`${url}/chat`)).toBe(true);
  });

  it.each(['/', ''])("is at the root with the path '%s'", async (path) => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents, path })],
    });
    expect(await serves(url)).toBe(true);
  });

  it('is below the global prefix, the version and the path of the router module', async () => {
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({ agents, path: 'chat' }),
        RouterModule.register([{ path: 'admin', module: CopilotRuntimeModule }]),
      ],
      configure: (app) => {
        app.setGlobalPrefix('api');
        app.enableVersioning({ type: VersioningType.URI, defaultVersion: '2' });
      },
    });
    expect(await serves(`${url}/api/v2/admin/chat`)).toBe(true);
    expect((await fetch(`${url}/api/admin/chat/info`)).status).toBe(404);
    expect((await fetch(`${url}/chat/info`)).status).toBe(404);
    const answer = await run(`${url}/api/v2/admin/chat`, { text: 'x'.repeat(200_000) });
    expect(await answerOf(answer)).toBe('here');
  });

  it('has the version that it was given', async () => {
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({ agents, path: 'neutral', version: VERSION_NEUTRAL }),
        CopilotRuntimeModule.forRoot({ agents, path: 'third', version: '3', name: 'third' }),
      ],
      configure: (app) => {
        app.enableVersioning({
          type: VersioningType.HEADER,
          header: 'x-version',
          defaultVersion: '1',
        });
      },
    });
    expect(await serves(`${url}/neutral`)).toBe(true);
    expect(await serves(`${url}/third`, { 'x-version': '3' })).toBe(true);
    const other = await fetch(`${url}/third/info`, { headers: { 'x-version': '2' } });
    // Nest 11 forgets the versions of handlers for all verbs on Fastify.
    expect(other.status).toBe(platform === 'fastify' && NEST_MAJOR === 11 ? 200 : 404);
  });

  it('may have parameters in its path', async () => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents, path: 'tenants/:tenant/chat' })],
    });
    expect(await serves(`${url}/tenants/acme/chat`)).toBe(true);
    const answer = await run(`${url}/tenants/acme/chat`, { text: 'x'.repeat(200_000) });
    expect(await answerOf(answer)).toBe('here');
  });

  it('takes ids as they come', async () => {
    const ids = ['a/b', 'ä ö', 'info', 'a%2Fb', '..'];
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({
          agents: Object.fromEntries(ids.map((id) => [id, sayingAgent(id)])),
        }),
      ],
      configure: (app) => void app.setGlobalPrefix('info'),
    });
    const base = `${url}/info/api/copilotkit`;
    // `fetch` resolves dot segments, so that a client cannot even send the last one.
    for (const agentId of ids.slice(0, -1)) {
      expect(await answerOf(await run(base, { agentId }))).toBe(agentId);
    }
  });

  it('leaves the rest of its path to the application', async () => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents })],
    });
    const response = await fetch(`${url}/api/copilotkit/something/else`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ statusCode: 404 });
  });

  it('answers wrong verbs with those that a path has', async () => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents })],
    });
    const base = `${url}/api/copilotkit`;
    const answers = await Promise.all(
      [
        ['HEAD', '/info'],
        ['OPTIONS', '/info'],
        ['GET', ''],
        ['DELETE', '/agent/default/run'],
        ['PUT', '/threads/t'],
      ].map(async ([method, path]) => {
        const { status, headers } = await fetch(`${base}${path}`, { method: method ?? '' });
        return [status, headers.get('allow')];
      }),
    );
    expect(answers).toEqual([
      [405, 'GET'],
      [405, 'GET'],
      [405, 'POST'],
      [405, 'POST'],
      [405, 'PATCH, DELETE'],
    ]);
  });

  it('serves the transport that its mode names', async () => {
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({ agents, path: 'single', mode: 'single-route' }),
        CopilotRuntimeModule.forRoot({ agents, path: 'multi', mode: 'multi-route', name: 'multi' }),
      ],
    });
    expect((await fetch(`${url}/single/info`)).status).toBe(404);
    expect((await postJson(`${url}/single`, { method: 'info' })).status).toBe(200);
    expect((await fetch(`${url}/multi/info`)).status).toBe(200);
    const misled = await postJson(`${url}/multi`, { method: 'info' });
    expect([misled.status, ((await misled.json()) as { code: string }).code]).toEqual([
      404,
      'single_route_envelope_against_multi_route_runtime',
    ]);
  });

  it('is reached through the middleware of the application', async () => {
    const seen: string[] = [];
    @Module({ imports: [CopilotRuntimeModule.forRoot({ agents })] })
    class ChatModule implements NestModule {
      configure(consumer: MiddlewareConsumer): void {
        consumer
          .apply((req: { originalUrl: string }, _res: unknown, next: () => void) => {
            seen.push(req.originalUrl);
            next();
          })
          .forRoutes('api/copilotkit/*path');
      }
    }
    const { url } = await startApp(platform, { imports: [ChatModule] });
    expect(await answerOf(await run(`${url}/api/copilotkit`))).toBe('here');
    expect(seen).toEqual(['/api/copilotkit/agent/default/run']);
  });

  it('tells hooks about its routes, whose replies are sent as they are', async () => {
    const routes: unknown[] = [];
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({
          agents,
          hooks: {
            onBeforeHandler: ({ route, path }) => void routes.push([route.method, path]),
            onResponse: ({ response }) => {
              const headers = new Headers(response.headers);
              headers.append('set-cookie', 'a=1');
              headers.append('set-cookie', 'b=2');
              return new Response(response.body, { status: 201, headers });
            },
          },
        }),
      ],
    });
    const response = await fetch(`${url}/api/copilotkit/info`);
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(routes).toEqual([['info', '/api/copilotkit/info']]);
  });
});
