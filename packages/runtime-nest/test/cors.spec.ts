import { CopilotRuntimeModule } from '@flightdeck/runtime-nest';
import { Controller, Get, type CanActivate } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';

import { sayingAgent } from './support/agents.js';
import { PLATFORMS } from './support/platforms.js';
import { answerOf, BASE, postJson } from './support/requests.js';
import { startApp } from './support/start-app.js';

const agents = { default: sayingAgent('hi') };
const ORIGIN = 'https://app.example';

class DenyingGuard implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

@Controller('plain')
class PlainController {
  @Get()
  get(): string {
    return 'plain';
  }
}

function corsHeaders({ headers }: Response): Record<string, string> {
  return Object.fromEntries(
    [...headers].filter(([name]) => name === 'vary' || name.startsWith('access-control-')),
  );
}

describe.each(PLATFORMS)('CORS on %s', (platform) => {
  it('is off by default', async () => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents })],
    });
    const response = await fetch(`${url}${BASE}/info`, { headers: { origin: ORIGIN } });
    expect(corsHeaders(response)).toEqual({});
  });

  it('of the application is all there is, on every kind of reply', async () => {
    const { url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({
          agents,
          cors: { origin: 'https://other.example', credentials: true },
        }),
      ],
      controllers: [PlainController],
      configure: (app) => app.enableCors({ origin: ORIGIN, exposedHeaders: ['x-a'] }),
    });
    const headers = { origin: ORIGIN };
    const base = `${url}${BASE}`;
    const { vary, ...expected } = corsHeaders(await fetch(`${url}/plain`, { headers }));
    expect(expected).toMatchObject({ 'access-control-allow-origin': ORIGIN });
    const input = { threadId: 't', runId: 'r', messages: [], tools: [], context: [] };
    const run = await postJson(`${base}/agent/default/run`, input, headers);
    const replies = [
      await fetch(`${base}/info`, { headers }),
      run,
      await postJson(`${base}/agent/none/run`, input, headers),
    ];
    for (const reply of replies) {
      expect(corsHeaders(reply)).toEqual({ ...expected, vary: 'Origin' });
    }
    expect(vary ?? 'Origin').toBe('Origin');
    expect(await answerOf(run)).toBe('hi');
  });

  it('of the application answers preflights before any guard', async () => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents })],
      providers: [{ provide: APP_GUARD, useClass: DenyingGuard }],
      configure: (app) => app.enableCors({ origin: ORIGIN }),
    });
    const response = await fetch(`${url}${BASE}/agent/default/run`, {
      method: 'OPTIONS',
      headers: { origin: ORIGIN, 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    const denied = await fetch(`${url}${BASE}/info`, { headers: { origin: ORIGIN } });
    expect([denied.status, denied.headers.get('access-control-allow-origin')]).toEqual([
      403,
      ORIGIN,
    ]);
  });

  it('of the module answers preflights, and covers its own paths only', async () => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents, cors: { origin: ORIGIN } })],
    });
    const headers = { origin: ORIGIN, 'access-control-request-method': 'POST' };
    const preflight = await fetch(`${url}${BASE}`, { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(corsHeaders(await fetch(`${url}/elsewhere`, { headers }))).toEqual({});
  });

  it('is no concern of headers that the platform has set for other reasons', async () => {
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents })],
      configure: (app) => {
        const instance: unknown = app.getHttpAdapter().getInstance();
        if (platform === 'fastify') addFastifyHeader(instance);
        else app.use(setHeader);
      },
    });
    const response = await fetch(`${url}${BASE}/info`);
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    expect(response.headers.get('content-type')).toBe('application/json');
  });
});

function setHeader(
  _req: unknown,
  res: { setHeader(name: string, value: string): void },
  next: () => void,
): void {
  res.setHeader('x-frame-options', 'DENY');
  next();
}

interface FastifyLike {
  addHook(
    name: 'onRequest',
    hook: (request: unknown, reply: FastifyReplyLike) => Promise<void>,
  ): void;
}

interface FastifyReplyLike {
  header(name: string, value: string): void;
}

function addFastifyHeader(fastify: unknown): void {
  (fastify as FastifyLike).addHook('onRequest', async (_request, reply) => {
    reply.header('x-frame-options', 'DENY');
    reply.header('content-type', 'text/html');
  });
}
