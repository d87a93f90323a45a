import { readFile } from 'node:fs/promises';

import { CopilotRuntimeService } from '@flightdeck/runtime-nest';
import { runBodySaying } from '@flightdeck/testing';
import { NestFactory } from '@nestjs/core';

import { AppModule } from './readme/app.module.js';
import { createAdapter, PLATFORMS } from './support/platforms.js';
import { answerOf, BASE, infoOf, postJson } from './support/requests.js';

const here = (path: string): URL => new URL(path, import.meta.url);

describe('the README', () => {
  it.each(['support.agent.ts', 'app.module.ts'])('shows %s as this test runs it', async (file) => {
    const readme = await readFile(here('../README.md'), 'utf8');
    const example = await readFile(here(`./readme/${file}`), 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it.each(PLATFORMS)('shows an application that serves on %s', async (platform) => {
    const app = await NestFactory.create(AppModule, createAdapter(platform), { logger: false });
    await app.listen(0, '127.0.0.1');
    try {
      const { port } = app.getHttpServer().address() as { port: number };
      const base = `http://127.0.0.1:${port}${BASE}`;
      const headers = { authorization: 'Bearer ann' };
      expect((await fetch(`${base}/info`)).status).toBe(403);
      expect((await infoOf(base, headers)).agents).toEqual({
        support: {
          name: 'support',
          className: 'SupportAgent',
          description: 'Answers questions about orders',
        },
      });
      const body = runBodySaying('Where is it?', { threadId: 'question' });
      const answer = await postJson(`${base}/agent/support/run`, body, headers);
      expect(await answerOf(answer)).toBe('You asked: Where is it?');
      expect(app.get(CopilotRuntimeService).discoveredAgentIds).toEqual(['support']);
      const others = { authorization: 'Bearer bob' };
      const threads = await fetch(`${base}/threads/question/messages`, { headers: others });
      expect(threads.status).toBe(404);
    } finally {
      await app.close();
    }
  });
});
