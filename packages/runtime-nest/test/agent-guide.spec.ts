import { readFile } from 'node:fs/promises';

import {
  callTool,
  modelAnswers,
  ModelFaultServer,
  runBodySaying,
  sayText,
} from '@flightdeck/testing';
import { NestFactory } from '@nestjs/core';

import { AppModule } from './readme/orders.module.js';
import { createAdapter, PLATFORMS } from './support/platforms.js';
import { answerOf, postJson } from './support/requests.js';

describe('the guide of the built-in agent', () => {
  const environment = { ...process.env };
  afterEach(() => {
    process.env = { ...environment };
  });

  it('shows the module that this test runs', async () => {
    const page = await readFile(new URL('../../../docs/agent.md', import.meta.url), 'utf8');
    const file = new URL('./readme/orders.module.ts', import.meta.url);
    expect(page).toContain(`\`\`\`ts\n${await readFile(file, 'utf8')}\`\`\``);
  });

  it.each(PLATFORMS)('shows an agent whose tools use providers of Nest on %s', async (platform) => {
    const models = await ModelFaultServer.start(
      modelAnswers([callTool('findOrder', { id: '7' })]),
      modelAnswers([sayText('It comes tomorrow.')]),
    );
    process.env['OPENAI_API_KEY'] = 'sk-guide';
    process.env['OPENAI_BASE_URL'] = models.v1;
    const app = await NestFactory.create(AppModule, createAdapter(platform), { logger: false });
    await app.listen(0, '127.0.0.1');
    try {
      const { port } = app.getHttpServer().address() as { port: number };
      const url = `http://127.0.0.1:${port}/api/copilotkit/agent/default/run`;
      const reply = await postJson(url, runBodySaying('Where is order 7?'));
      expect(await answerOf(reply)).toContain('It comes tomorrow.');
      expect(JSON.stringify(models.requests[1]?.body)).toContain('Order 7 is on its way');
    } finally {
      await app.close();
      await models.close();
    }
  });
});
