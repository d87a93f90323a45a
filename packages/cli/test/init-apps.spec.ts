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
    ['no router', { 'lib/a.js': page }, 'it has none of app, src/app, pages and src/pages'],
  ])('refuses a project with %s', async (_, files, problem) => {
    const project = next(files);
    const before = project.contents();
    const { status, error } = await project.run(['init', '--yes']);
    expect({ status, contents: project.contents() }).toEqual({ status: 1, contents: before });
    expect(error).toContain(problem);
  });
});

describe('flightdeck init in a NestJS project', () => {
  const nest = (module: string, main = 'app.listen(3000);\n'): TempProject =>
    new TempProject({
      'package.json': manifest({ '@nestjs/core': '12', express: '5', rxjs: '7.8.1' }),
      'tsconfig.json': '{}',
      'src/main.ts': `import { AppModule } from './app.module';\n${main}`,
      'src/app.module.ts': module,
    });
  const module = (metadata: string): string =>
    `import { Module } from '@nestjs/common';\nimport { A } from './a';\n\n@Module(${metadata})\nexport class AppModule {}\n`;

  it.each([
    [
      '{\n  imports: [],\n  providers: [A],\n}',
      '{\n  imports: [CopilotKitModule],\n  providers: [A],\n}',
    ],
    ['{ imports: [A, B] }', '{ imports: [A, B, CopilotKitModule] }'],
    [
      '{\n  imports: [\n    A,\n    B.forRoot({ a: [1] }),\n  ],\n}',
      '{\n  imports: [\n    A,\n    B.forRoot({ a: [1] }),\n    CopilotKitModule,\n  ],\n}',
    ],
    ['{\n  providers: [A],\n}', '{\n  imports: [CopilotKitModule],\n  providers: [A],\n}'],
    ['{ providers: [A] }', '{ imports: [CopilotKitModule], providers: [A] }'],
    ['{}', '{\n  imports: [CopilotKitModule],\n}'],
    ['{ imports: modules }', '{ imports: [CopilotKitModule, ...(modules)] }'],
  ])('imports its module into %j [cli.nest]', async (before, after) => {
    const project = nest(module(before));
    await project.succeed('init');
    expect(project.read('src/app.module.ts')).toBe(
      module(after).replace(
        `'./a';\n`,
        `'./a';\nimport { CopilotKitModule } from './copilotkit.module';\n`,
      ),
    );
    const contents = project.contents();
    await project.succeed('init');
    expect(project.contents()).toEqual(contents);
  });

  it('writes a module with an agent that is a provider [cli.nest]', async () => {
    const project = nest(module('{}'));
    await project.succeed('init');
    expect(project.read('src/copilotkit.module.ts'))
      .toBe(`import { BuiltInAgent } from '@flightdeck/agent';
import { CopilotAgent, CopilotRuntimeModule } from '@flightdeck/runtime-nest';
import { Module } from '@nestjs/common';

@CopilotAgent('default')
export class AssistantAgent extends BuiltInAgent {
  constructor() {
    super({
      model: 'openai/gpt-4o',
      prompt: 'You are a helpful assistant.',
    });
  }
}

@Module({
  imports: [CopilotRuntimeModule.forRoot({ path: 'api/copilotkit' })],
  providers: [AssistantAgent],
})
export class CopilotKitModule {}
`);
    expect(JSON.parse(project.read('package.json')).dependencies).toEqual({
      '@ag-ui/client': '^0.0.59',
      '@flightdeck/agent': '^0.1.0',
      '@flightdeck/runtime-nest': '^0.1.0',
      '@nestjs/core': '12',
      express: '5',
      rxjs: '7.8.1',
    });
  });

  it.each([
    [`'api'`, `path: 'copilotkit'`, '/api/copilotkit'],
    [`'/v1/'`, `path: 'api/copilotkit'`, '/v1/api/copilotkit'],
  ])('answers below the global prefix %s', async (prefix, path, url) => {
    const project = nest(module('{}'), `app.setGlobalPrefix(${prefix});\n`);
    const { out } = await project.succeed('init');
    expect(project.read('src/copilotkit.module.ts')).toContain(path);
    expect(out).toContain(`runtimeUrl="${url}"`);
  });

  it('finds the module of the application by its start', async () => {
    const project = new TempProject({
      'package.json': manifest({ '@nestjs/core': '12' }, { type: 'module' }),
      'src/main.ts': `import { Root } from './root/root.module.js';\nconst app = await NestFactory.create<X>(Root, {});\n`,
      'src/root/root.module.ts': `import { Module } from '@nestjs/common';\n@Module({})\nexport class Root {}\n`,
    });
    await project.succeed('init');
    expect(project.read('src/root/root.module.ts')).toContain(
      `import { CopilotKitModule } from './copilotkit.module.js';\n`,
    );
    expect(project.read('src/root/copilotkit.module.ts')).toContain('CopilotRuntimeModule');
  });

  it('prints what to add where it finds no module [cli.by-hand]', async () => {
    const project = nest('export const nothing = 1;\n');
    const { out } = await project.succeed('init');
    expect(out).toContain(`  import { CopilotKitModule } from './copilotkit.module';`);
    expect(project.read('src/copilotkit.module.ts')).toContain('CopilotKitModule');
  });
});
