import { describe, expect, it } from '@jest/globals';

import { manifest, TempProject } from './support/temp-project.js';

const OLD = { '@copilotkit/runtime': '^1.75.0', express: '^5.1.0' };

describe('flightdeck migrate', () => {
  it('rewrites every kind of import, and nothing else of a source [cli.migrate]', async () => {
    const source = `// 😀 about @copilotkit/runtimes
import { CopilotRuntime } from '@copilotkit/runtime' // v1
import type { AgentRunner } from "@copilotkit/runtime/v2"
export * from '@copilotkit/runtime/v2/express';
export { createCopilotNodeListener } from "@copilotkit/runtime/v2/node";
import legacy = require('@copilotkit/runtime');
const later = import(\`@copilotkit/runtime/v2/hono\`), path = require.resolve('@copilotkit/runtime/package.json');
type Options = import('@copilotkit/runtime').CopilotRuntimeOptions;
declare module '@copilotkit/runtime' {}
jest.mock("@copilotkit/runtime", () => jest.requireActual('@copilotkit/runtime'));
import { CopilotKit } from '@copilotkit/react-core';
const mine = require('@copilotkit/runtime-mine');
`;
    const project = new TempProject({
      'package.json': manifest(OLD),
      'src/a.ts': source,
      'src/b.jsx': `const a = <p>{require('@copilotkit/runtime')}</p>\r\n`,
    });
    const { out } = await project.succeed('migrate');
    expect(project.read('src/a.ts')).toBe(
      source.replaceAll(/@copilotkit\/runtime(?=['"`/])/g, '@flightdeck/runtime'),
    );
    expect(project.read('src/b.jsx')).toBe(`const a = <p>{require('@flightdeck/runtime')}</p>\r\n`);
    expect(JSON.parse(project.read('package.json')).dependencies).toEqual({
      '@flightdeck/runtime': '^0.1.0',
      express: '^5.1.0',
    });
    expect(out).toContain('edit     src/a.ts: 11 imports');
    expect(out).not.toContain('To be looked at');
  });

  it('changes nothing the second time [cli.idempotent]', async () => {
    const project = new TempProject({
      'package.json': manifest(OLD),
      'a.mjs': `import '@copilotkit/runtime';\n`,
    });
    expect((await project.succeed('migrate')).commands).toEqual(['npm install']);
    const before = project.contents();
    const again = await project.run(['migrate']);
    expect(again).toMatchObject({ status: 0, commands: [] });
    expect(again.out).toContain('Nothing to do: no file was changed.');
    expect(project.contents()).toEqual(before);
  });

  it('lets the old name stand for the new package, with no change in any source [cli.alias]', async () => {
    const text = `{\n\t"dependencies": { "@copilotkit/runtime": "1.75.0" }\n}`;
    const project = new TempProject({
      'package.json': text,
      'a.ts': `import { OpenAIAssistantAdapter } from '@copilotkit/runtime';\n`,
    });
    const before = project.contents();
    const { out } = await project.succeed('migrate', '--alias');
    expect(project.contents()).toEqual({
      ...before,
      'package.json': text.replace('1.75.0', 'npm:@flightdeck/runtime@^0.1.0'),
    });
    expect(out).toContain('a.ts:1: OpenAIAssistantAdapter refuses');
    expect((await project.succeed('migrate', '--alias')).out).toContain('Nothing to do');
  });

  it('goes on from an alias to the name itself', async () => {
    const project = new TempProject({
      'package.json': manifest({ '@copilotkit/runtime': 'npm:@flightdeck/runtime@^0.1.0' }),
      'a.ts': `import '@copilotkit/runtime';\n`,
    });
    await project.succeed('migrate');
    expect(project.read('a.ts')).toBe(`import '@flightdeck/runtime';\n`);
    expect(JSON.parse(project.read('package.json')).dependencies).toEqual({
      '@flightdeck/runtime': '^0.1.0',
    });
  });

  it.each([[[]], [['--alias']]])(
    'adds the client of LangGraph where its agents are used, with %j [cli.migrate]',
    async (options) => {
      const project = new TempProject({
        'package.json': manifest(OLD),
        'a.ts': `import { LangGraphAgent } from '@copilotkit/runtime/langgraph';\n`,
      });
      await project.succeed('migrate', ...options);
      expect(JSON.parse(project.read('package.json')).dependencies).toMatchObject({
        '@ag-ui/langgraph': '^0.0.43',
      });
    },
  );

  it('leaves alone what is generated, installed or ignored', async () => {
    const text = `require('@copilotkit/runtime');\n`;
    const paths = [
      'node_modules/a.js',
      'dist/a.js',
      '.next/a.js',
      'coverage/a.js',
      'out2/a.js',
      'gen/deep/a.js',
      'a.gen.js',
      'packages/a/lib/a.js',
    ];
    const project = new TempProject({
      'package.json': manifest(OLD),
      '.gitignore': '# nothing\nout2/\n/gen/deep\n!a.js\n*.gen.js\n',
      'packages/a/.gitignore': '/lib\n',
      'gen/a.js': text,
      'src/build/a.js': text,
      ...Object.fromEntries(paths.map((path) => [path, text])),
    });
    await project.succeed('migrate');
    for (const path of paths) expect(project.read(path)).toBe(text);
    for (const path of ['gen/a.js', 'src/build/a.js']) {
      expect(project.read(path)).toBe(`require('@flightdeck/runtime');\n`);
    }
  });

  it('changes each package.json of a workspace, in the list that it has the package in', async () => {
    const project = new TempProject({
      'package.json': manifest({}),
      'packages/a/package.json': `{ "devDependencies": { "@copilotkit/runtime": "1" } }`,
      'packages/b/package.json': `no JSON`,
    });
    await project.succeed('migrate');
    expect(project.read('packages/a/package.json')).toBe(
      `{ "devDependencies": { "@flightdeck/runtime": "^0.1.0" } }`,
    );
    expect(project.read('packages/b/package.json')).toBe('no JSON');
  });

  it('says what somebody has to look at, and where [cli.migrate-report]', async () => {
    const project = new TempProject({
      'package.json': manifest(OLD),
      '.gitignore': '.env\n',
      '.env': 'COPILOT_CLOUD_PUBLIC_API_KEY=secret\nNEXT_PUBLIC_COPILOTKIT_URL=/x\n',
      'a.ts': `import { buildSchema, CopilotRuntime } from '@copilotkit/runtime';
import * as v2 from '@copilotkit/runtime/v2';
const { getCommonConfig } = require('@copilotkit/runtime');
/** @type {import('@copilotkit/runtime').X} */
const runtime = new CopilotRuntime({
  agents: {},
  intelligence: new v2.CopilotKitIntelligence({}),
  licenseToken: process.env.COPILOTKIT_LICENSE_TOKEN,
});
const other = { intelligence: 1 };
`,
      'next.config.js': `module.exports = { serverExternalPackages: ['@copilotkit/runtime'] };\n`,
      'tsconfig.json': `{ "compilerOptions": { "types": ["@copilotkit/runtime"] } }\n`,
    });
    const { out } = await project.succeed('migrate');
    expect(out.slice(out.indexOf('To be looked at:')).split('\n  ').slice(1, 11)).toEqual([
      expect.stringMatching(/^a\.ts:1: buildSchema has no counterpart/),
      expect.stringMatching(/^a\.ts:3: getCommonConfig has no counterpart/),
      expect.stringMatching(/^a\.ts:7: intelligence belongs to CopilotKit Intelligence/),
      expect.stringMatching(/^a\.ts:7: CopilotKitIntelligence belongs/),
      expect.stringMatching(/^a\.ts:8: licenseToken is not needed/),
      expect.stringMatching(/^a\.ts:4: names @copilotkit\/runtime/),
      expect.stringMatching(/^next\.config\.js:1: names @copilotkit\/runtime/),
      expect.stringMatching(/^tsconfig\.json:1: names @copilotkit\/runtime/),
      'a.ts: COPILOTKIT_LICENSE_TOKEN: the runtime reads no variable of this name.',
      expect.stringMatching(/^\.env: COPILOT_CLOUD_PUBLIC_API_KEY: /),
    ]);
    expect(out).not.toContain('secret');
    expect(out).not.toContain('COPILOTKIT_URL');
  });

  it('keeps the old package where something needs it [cli.migrate-report]', async () => {
    const broken = `import '@copilotkit/runtime'; const = ;\n`;
    const deep = `import '@copilotkit/runtime/dist/inner.js';\n`;
    const project = new TempProject({
      'package.json': manifest(OLD),
      'broken.ts': broken,
      'deep.ts': deep,
      'fine.ts': `import '@copilotkit/runtime';\n`,
    });
    const { out } = await project.succeed('migrate');
    expect(project.contents()).toMatchObject({ 'broken.ts': broken, 'deep.ts': deep });
    expect(out).toContain('broken.ts: mentions @copilotkit/runtime, but has an error of syntax');
    expect(out).toContain('deep.ts:1: @copilotkit/runtime/dist/inner.js has no counterpart');
    expect(JSON.parse(project.read('package.json')).dependencies).toEqual({
      ...OLD,
      '@flightdeck/runtime': '^0.1.0',
    });
    expect((await project.succeed('migrate')).out).toContain('Nothing to do');
  });

  it.each([
    ['a module that is put together', 'a.ts', 'void import(`@copilotkit/runtime/${path}`);\n'],
    ['a condition', 'a.js', `require(old ? '@copilotkit/runtime' : 'other');\n`],
    [
      'a component',
      'a.vue',
      `<script setup>\nimport { x } from "@copilotkit/runtime";\n</script>\n`,
    ],
  ])('keeps the old package for %s, and says so [cli.migrate-report]', async (_, path, text) => {
    const project = new TempProject({ 'package.json': manifest(OLD), [path]: text });
    const { out } = await project.succeed('migrate');
    expect(project.read(path)).toBe(text);
    expect(out).toMatch(new RegExp(`\\n  ${path}:\\d: `));
    expect(JSON.parse(project.read('package.json')).dependencies).toHaveProperty([
      '@copilotkit/runtime',
    ]);
  });

  it.each([[[]], [['--alias']]])(
    'points at overrides, which it leaves alone, with %j [cli.migrate-report]',
    async (options) => {
      const overrides = { overrides: { '@copilotkit/runtime': '1.70.0' } };
      const project = new TempProject({
        'package.json': manifest(OLD, overrides),
        'web/package.json': `{\n  "resolutions": { "@copilotkit/runtime": "1.70.0" }\n}\n`,
      });
      const { out } = await project.succeed('migrate', ...options);
      expect(out).toContain('package.json:5: names @copilotkit/runtime: "@copilotkit/runtime"');
      expect(out).toContain('web/package.json:2: names @copilotkit/runtime: "resolutions"');
      expect(JSON.parse(project.read('package.json'))).toMatchObject(overrides);
    },
  );

  it('puts the new package wherever the old one was, for production first', async () => {
    const project = new TempProject({
      'package.json': manifest(OLD, { devDependencies: { '@flightdeck/runtime': '^0.1.0' } }),
    });
    await project.succeed('migrate');
    expect(JSON.parse(project.read('package.json')).dependencies).toEqual({
      '@flightdeck/runtime': '^0.1.0',
      express: '^5.1.0',
    });
  });

  it('tells where the package is imported, but in no list', async () => {
    const project = new TempProject({
      'package.json': manifest({}),
      'a.ts': `import '@copilotkit/runtime';\n`,
    });
    expect((await project.succeed('migrate')).out).toContain(
      'No package.json here has @copilotkit/runtime: add @flightdeck/runtime',
    );
  });

  it('shows a dry run, and asks, like init [cli.dry-run]', async () => {
    const files = { 'package.json': manifest(OLD), 'a.ts': `import '@copilotkit/runtime';\n` };
    const project = new TempProject(files);
    const { out } = await project.run(['migrate', '--dry-run']);
    expect(out).toContain(`-import '@copilotkit/runtime';\n+import '@flightdeck/runtime';`);
    expect((await project.run(['migrate'])).status).toBe(1);
    expect((await project.run(['migrate'], { answer: false })).status).toBe(1);
    expect(project.contents()).toEqual(files);
  });
});
