// Generates a project for each framework, installs the packed packages into it, and talks to its agent in
// Chromium, with the official chat page. Needs built packages. Exits with 1 if one of them fails. Arguments name the
// projects, which are all of them otherwise.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build as buildPage } from 'vite';

import { packAll } from '../../../tools/packages.mjs';
import { tempDirectory } from '../../../tools/temp-directory.mjs';
import { startModelServer } from './model-server.mjs';
import { Project } from './project.mjs';
import { tryChat } from './try-chat.mjs';

/** The endpoints of each project; `probes` are addresses that it rightly does not have. */
const PROJECTS = {
  next: [
    { runtimeUrl: '/api/copilotkit' },
    { runtimeUrl: '/api/pages' },
    // One file without a catch-all segment: clients find out that it takes envelopes alone.
    { runtimeUrl: '/api/v1', probes: ['/api/v1/info'] },
  ],
  hono: [{ runtimeUrl: '/api/copilotkit' }],
  fastify: [{ runtimeUrl: '/api/copilotkit' }],
  nest: [{ runtimeUrl: '/api/copilotkit' }],
};

const asked = process.argv.slice(2);
const chosen = Object.entries(PROJECTS).filter(
  ([name]) => asked.length === 0 || asked.includes(name),
);
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
if (!existsSync(executablePath) && process.env.CI !== 'true') {
  console.log(`skip ${chosen.map(([name]) => name).join(', ')}: there is no ${executablePath}`);
  process.exit();
}

const directory = tempDirectory('anywhere');
const page = join(directory, 'page');
await buildPage({
  configFile: join(import.meta.dirname, '../vite.config.ts'),
  root: join(import.meta.dirname, '../page'),
  logLevel: 'warn',
  build: { outDir: page, emptyOutDir: true },
});
const tarballs = packAll(join(directory, 'tarballs'));
const model = await startModelServer();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
let failed = false;
try {
  const waiting = chosen.values();
  // Installing mostly waits, and building has two cores on the smallest machine.
  await Promise.all([tryProjects(waiting), tryProjects(waiting)]);
} finally {
  await browser.close();
  model.close();
}
process.exitCode = failed ? 1 : 0;

async function tryProjects(waiting) {
  for (const [name, endpoints] of waiting) {
    try {
      await tryProject(name, endpoints);
    } catch (error) {
      failed = true;
      console.log(`FAIL ${name}`);
      console.error(error);
    }
  }
}

async function tryProject(name, endpoints) {
  const project = new Project(name, { parent: join(directory, 'projects'), tarballs, page });
  await project.install();
  await project.build();
  const server = await project.start({ OPENAI_API_KEY: 'none', OPENAI_BASE_URL: model.url });
  try {
    for (const endpoint of endpoints) {
      await tryChat(browser, { url: server.url, ...endpoint });
      console.log(`ok   a chat with ${name} at ${endpoint.runtimeUrl}`);
    }
  } finally {
    await server.stop();
  }
}
