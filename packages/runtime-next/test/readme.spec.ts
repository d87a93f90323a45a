import { readFile } from 'node:fs/promises';

import { describe, expect, it } from '@jest/globals';

import * as route from './readme/route.js';
import slugHandler, { config } from './readme/slug.js';
import { expectEnvelope, expectInfo, expectRun } from './support/runtime-client.js';
import { serveAppRouter } from './support/serve-app-router.js';
import { servePagesRouter } from './support/serve-pages-router.js';
import { untilEnd } from './support/serve-file.js';

const here = (path: string) => new URL(path, import.meta.url);
const file = { folder: '/api/copilotkit', catchAll: true };

async function expectServed(origin: string): Promise<void> {
  const url = `${origin}${file.folder}`;
  await expectInfo(url);
  await expectRun(url);
  await expectEnvelope(url);
}

describe('the README', () => {
  it.each(['route.ts', 'slug.ts'])('shows the %s that this test runs', async (name) => {
    const readme = await readFile(here('../README.md'), 'utf8');
    const example = await readFile(here(`./readme/${name}`), 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it('shows a route of the App Router that serves [api.next]', async () => {
    const { runtime: _runtime, dynamic: _dynamic, maxDuration: _maxDuration, ...handlers } = route;
    await expectServed(await untilEnd(serveAppRouter({ ...file, handlers })));
  });

  it('shows an API route of the Pages Router that serves [api.next]', async () => {
    const { bodyParser } = config.api;
    await expectServed(
      await untilEnd(servePagesRouter({ ...file, bodyParser, handler: slugHandler })),
    );
  });
});
