import 'reflect-metadata';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ScriptedAgent, collectRun, runBodySaying, textOf } from '@flightdeck/testing';
import { All, Controller, Module, Req, Res, type INestApplication } from '@nestjs/common';
import { NestFactory, type AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { CopilotRuntime, copilotRuntimeNestEndpoint } from '../src/index.js';

/** The documented controller: a runtime and a handler for each request. */
@Controller()
class CopilotController {
  @All(['copilotkit', 'copilotkit/*'])
  copilotkit(@Req() req: never, @Res() res: never): Promise<void> {
    const runtime = new CopilotRuntime({ agents: { default: new ScriptedAgent() } });
    const handler = copilotRuntimeNestEndpoint({ runtime, endpoint: '/copilotkit' });
    return handler(req, res);
  }
}

@Module({ controllers: [CopilotController] })
class AppModule {}

const ADAPTERS: Readonly<Record<string, () => AbstractHttpAdapter>> = {
  Express: () => new ExpressAdapter(),
  Fastify: () => new FastifyAdapter({ forceCloseConnections: true }),
};

let app: INestApplication | undefined;

afterEach(() => app?.close());

describe.each(Object.entries(ADAPTERS))('the helper for Nest, on %s', (_, createAdapter) => {
  const start = async (prefix?: string): Promise<string> => {
    app = await NestFactory.create(AppModule, createAdapter(), {
      logger: false,
      forceCloseConnections: true,
    });
    if (prefix !== undefined) app.setGlobalPrefix(prefix);
    await app.listen(0, '127.0.0.1');
    return (await app.getUrl()).replace('[::1]', '127.0.0.1');
  };

  const post = (url: string, body: unknown) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it.each([undefined, 'api', 'v1/copilotkit'])(
    'answers [v1.defect.11] below the global prefix %s',
    async (prefix) => {
      const origin = await start(prefix);
      const base = `${origin}${prefix === undefined ? '' : `/${prefix}`}/copilotkit`;
      expect((await post(base, { method: 'info' })).status).toBe(200);
      expect((await fetch(`${base}/info`)).status).toBe(200);
      const query = 'query availableAgents { availableAgents { agents { name id description } } }';
      const legacy = await post(base, { operationName: 'availableAgents', query, variables: {} });
      expect(await legacy.text()).toContain('availableAgents');
      const body = runBodySaying('hello');
      const run = await post(base, { method: 'agent/run', params: { agentId: 'default' }, body });
      expect(textOf((await collectRun(run)).events)).toBe('Hello');
    },
  );

  it('finds what an earlier runtime has said', async () => {
    const base = `${await start()}/copilotkit`;
    const body = runBodySaying('hello');
    await (await post(`${base}/agent/default/run`, body)).text();
    const again = await post(`${base}/agent/default/connect`, { ...body, messages: [] });
    expect(again.headers.get('access-control-allow-origin')).toBe('*');
    expect(await again.text()).toContain('Hello');
  });
});
