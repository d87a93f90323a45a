import { readFile } from 'node:fs/promises';

import { describe, expect, it } from '@jest/globals';

import { app } from './readme/app.js';
import { expectEnvelope, expectInfo, expectRun } from './support/runtime-client.js';
import { serveApp } from './support/serve-app.js';

const here = (path: string) => new URL(path, import.meta.url);

describe('the README', () => {
  it('shows the application that this test runs', async () => {
    const readme = await readFile(here('../README.md'), 'utf8');
    const example = await readFile(here('./readme/app.ts'), 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it('shows an application that serves', async () => {
    const url = await serveApp(app);
    await expectInfo(`${url}/api/copilotkit`);
    await expectRun(`${url}/api/copilotkit`);
    await expectEnvelope(`${url}/api/copilotkit`);
  });
});
