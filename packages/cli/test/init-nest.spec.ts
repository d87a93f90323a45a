import { describe, expect, it } from '@jest/globals';

import { manifest, TempProject } from './support/temp-project.js';

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
    ['{ imports }', '{ imports: [CopilotKitModule, ...(imports)] }'],
    [
      '{\n  imports: [\n    A, // a\n    B, // b, too\n  ],\n}',
      '{\n  imports: [\n    A, // a\n    B, // b, too\n    CopilotKitModule,\n  ],\n}',
    ],
    [
      '{\n  imports: [\n    A,\n    B // b, too\n  ],\n}',
      '{\n  imports: [\n    A,\n    B, // b, too\n    CopilotKitModule\n  ],\n}',
    ],
    [
      '{\n  imports: [\n    // CopilotKitModule?\n  ],\n}',
      '{\n  imports: [\n    // CopilotKitModule?\n    CopilotKitModule,\n  ],\n}',
    ],
    ['{ imports: [ /* none */ ] }', '{ imports: [ /* none */ CopilotKitModule ] }'],
    [
      '{\n  // things\n  providers: [A],\n}',
      '{\n  imports: [CopilotKitModule],\n  // things\n  providers: [A],\n}',
    ],
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

  it('takes no prefix from a comment', async () => {
    const project = nest(module('{}'), `// app.setGlobalPrefix('api');\n`);
    expect((await project.succeed('init')).out).toContain('runtimeUrl="/api/copilotkit"');
    expect(project.read('src/copilotkit.module.ts')).toContain(`path: 'api/copilotkit'`);
  });

  it('finds the default project of a monorepo', async () => {
    const project = new TempProject({
      'package.json': manifest({ '@nestjs/core': '12' }),
      'nest-cli.json': JSON.stringify({ monorepo: true, sourceRoot: 'apps/shop/src' }),
      'apps/shop/src/main.ts': `import { ShopModule } from './shop.module';\nNestFactory.create(ShopModule);\n`,
      'apps/shop/src/shop.module.ts': `import { Module } from '@nestjs/common';\n@Module({})\nexport class ShopModule {}\n`,
    });
    await project.succeed('init');
    expect(project.read('apps/shop/src/shop.module.ts')).toContain(`from './copilotkit.module';`);
    expect(project.read('apps/shop/src/copilotkit.module.ts')).toContain('CopilotRuntimeModule');
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
