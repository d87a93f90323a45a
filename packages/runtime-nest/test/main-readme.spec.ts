import { readFile } from 'node:fs/promises';

import { NestFactory } from '@nestjs/core';

import { AppModule } from './readme/main-readme.module.js';
import { createAdapter, PLATFORMS } from './support/platforms.js';
import { infoOf } from './support/requests.js';

describe('the main README', () => {
  it('shows the module that this test runs', async () => {
    const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
    const file = new URL('./readme/main-readme.module.ts', import.meta.url);
    expect(readme).toContain(`\`\`\`ts\n${await readFile(file, 'utf8')}\`\`\``);
  });

  it.each(PLATFORMS)('shows an application that serves on %s', async (platform) => {
    const app = await NestFactory.create(AppModule, createAdapter(platform), { logger: false });
    await app.listen(0, '127.0.0.1');
    try {
      const { port } = app.getHttpServer().address() as { port: number };
      const { agents } = await infoOf(`http://127.0.0.1:${port}/api/copilotkit`);
      expect(agents).toMatchObject({ default: { className: 'SupportAgent' } });
    } finally {
      await app.close();
    }
  });
});
