import { describe, expect, it } from '@jest/globals';

import { manifest, TempProject } from './support/temp-project.js';

describe('flightdeck init in a Next.js project', () => {
  const next = (files: Readonly<Record<string, string>>): TempProject =>
    new TempProject({ 'package.json': manifest({ next: '16', express: '5' }), ...files });
  const page = `export default function Page() {\n  return null;\n}\n`;

  it.each(['', 'src/'])(
    'writes a route of the App Router below %japp [cli.next]',
    async (folder) => {
      const project = next({ [`${folder}app/page.tsx`]: page, 'tsconfig.json': '{}' });
      await project.succeed('init');
      expect(project.read(`${folder}app/api/copilotkit/[[...path]]/route.ts`))
        .toBe(`import { BuiltInAgent } from '@flightdeck/agent';
import { CopilotRuntime } from '@flightdeck/core';
import { createCopilotNextHandler } from '@flightdeck/runtime-next';

const agent = new BuiltInAgent({
  model: 'openai/gpt-4o',
  prompt: 'You are a helpful assistant.',
});

const copilot = new CopilotRuntime({ agents: { default: agent } });

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = createCopilotNextHandler({
  runtime: copilot,
});

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const maxDuration = 300;
`);
      expect(JSON.parse(project.read('package.json')).dependencies).toHaveProperty([
        '@flightdeck/runtime-next',
      ]);
      const before = project.contents();
      await project.succeed('init');
      expect(project.contents()).toEqual(before);
    },
  );

  it('writes a route of the Pages Router where there is no other [cli.next]', async () => {
    const project = next({ 'pages/index.js': page });
    await project.succeed('init');
    const written = project.read('pages/api/copilotkit/[[...path]].js');
    expect(written).toContain('export default createCopilotNextPagesHandler({ runtime });\n');
    expect(written).toContain('bodyParser: false, responseLimit: false');
  });

  it('leaves out settings that cached components forbid', async () => {
    const project = next({
      'app/page.js': page,
      'next.config.mjs': `export default { cacheComponents: true };\n`,
    });
    await project.succeed('init');
    const written = project.read('app/api/copilotkit/[[...path]]/route.js');
    expect(written).not.toMatch(/dynamic|nodejs/);
    expect(written).toContain('maxDuration');
  });

  it('leaves a route of ours alone, whatever its name is now [cli.idempotent]', async () => {
    const project = next({
      'app/page.js': page,
      'app/(ai)/api/copilotkit/[[...slug]]/route.js': `import '@flightdeck/core';\n`,
    });
    await project.succeed('init');
    expect(Object.keys(project.contents()).filter((path) => path.includes('copilotkit'))).toEqual([
      'app/(ai)/api/copilotkit/[[...slug]]/route.js',
    ]);
  });

  it('reads the configuration without its comments, and names the address below its base', async () => {
    const project = next({
      'app/page.js': page,
      'next.config.ts': `const c = {\n  // output: 'export',\n  basePath: '/docs', /* output: 'export' */\n};\nexport default c;\n`,
    });
    expect((await project.succeed('init')).out).toContain('runtimeUrl="/docs/api/copilotkit"');
  });

  it.each([
    [
      'a route there already',
      { 'app/page.js': page, 'app/(chat)/api/copilotkit/route.js': page },
      'app/(chat)/api/copilotkit/route.js answers at /api/copilotkit already.',
    ],
    [
      'a page there already',
      { 'pages/a.js': page, 'pages/api/copilotkit.js': page },
      'pages/api/copilotkit.js answers at /api/copilotkit already.',
    ],
    [
      'no server',
      { 'app/page.js': page, 'next.config.js': `module.exports = { output: 'export' };\n` },
      'exported as static files',
    ],
    [
      'a page there already, beside the App Router',
      { 'app/page.js': page, 'pages/api/copilotkit/[...all].js': page },
      'pages/api/copilotkit/[...all].js answers at /api/copilotkit already.',
    ],
    ['no router', { 'lib/a.js': page }, 'it has none of app, src/app, pages and src/pages'],
  ])('refuses a project with %s', async (_, files, problem) => {
    const project = next(files);
    const before = project.contents();
    const { status, error } = await project.run(['init', '--yes']);
    expect({ status, contents: project.contents() }).toEqual({ status: 1, contents: before });
    expect(error).toContain(problem);
  });
});
