import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { VERSION } from '../src/version.js';
import { PEER_VERSIONS } from '../src/versions.js';
import { manifest, TempProject } from './support/temp-project.js';

const express = (): TempProject =>
  new TempProject({
    'package.json': manifest({ express: '^5.1.0' }, { type: 'module' }),
    'index.js': `import express from 'express';\n\nconst app = express();\n\napp.listen(3000);\n`,
  });

describe('flightdeck', () => {
  it('shows its commands and its version', async () => {
    const project = new TempProject({});
    const own = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
    expect(own).toContain(`"version": "${VERSION}"`);
    expect(await project.run(['--help'])).toMatchObject({
      status: 0,
      out: expect.stringContaining('flightdeck migrate [directory]'),
    });
    expect(await project.run(['-v'])).toMatchObject({ status: 0, out: VERSION });
  });

  it.each([
    [[], 'A command is missing.'],
    [['deploy'], `Unknown command 'deploy'.`],
    [['init', '--force'], `Unknown option '--force'`],
    [['init', '--alias'], `'init' has no option --alias.`],
    [['migrate', '--model', 'openai/gpt-4o'], `'migrate' has no option --model.`],
    [['init', 'a', 'b'], `One directory is enough: 'b' is too much.`],
    [['init', '--framework', 'koa'], `Unknown framework 'koa'`],
    [['init', '--model', `openai/x'; evil('`], '--model must be a provider and a model id'],
    [['init', '--model', 'nobody/x'], '--model must be a provider and a model id'],
    [['init', '--yes=1'], `Option '-y, --yes' does not take an argument`],
  ])('answers %j with its usage and exit code 2 [cli.usage]', async (args, problem) => {
    const { status, error, out } = await new TempProject({}).run(args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(error).toContain(problem);
    expect(error).toContain('flightdeck init [directory]');
  });

  it.each([
    ['no package.json', {}, 'There is no package.json in'],
    ['one that is no JSON', { 'package.json': '{ nonsense' }, 'package.json is no valid JSON:'],
    ['one that is no object', { 'package.json': '[]' }, 'package.json is no JSON object.'],
    [
      'no known framework',
      { 'package.json': manifest({ koa: '1' }) },
      'Looked for: next, @nestjs/core, hono, fastify, express.',
    ],
    [
      'a workspace',
      { 'package.json': manifest({}, { workspaces: ['packages/*'] }) },
      'in a workspace, name the directory of the package that serves.',
    ],
    [
      'several frameworks',
      { 'package.json': manifest({ express: '5', fastify: '5' }) },
      'several frameworks (fastify, express): name one with --framework.',
    ],
  ])('says so where there is %s [cli.errors]', async (_, files, problem) => {
    const project = new TempProject(files);
    const { status, error } = await project.run(['init', '--yes']);
    expect(status).toBe(1);
    expect(error).toContain(problem);
    expect(project.contents()).toEqual(files);
  });

  it('says so where there is no directory, or no text', async () => {
    const project = express();
    expect(await project.run(['init', 'nowhere'])).toMatchObject({
      status: 1,
      error: expect.stringMatching(/nowhere is no directory\.$/),
    });
    project.write('sub/package.json', '');
    expect((await project.run(['migrate', 'sub'])).error).toContain('no valid JSON');
  });

  it('changes nothing where nobody can be asked, unless told to [cli.asks]', async () => {
    const project = express();
    const before = project.contents();
    const { status, error } = await project.run(['init']);
    expect(status).toBe(1);
    expect(error).toContain('Run it again with --yes');
    expect(project.contents()).toEqual(before);
    await project.succeed('init');
    expect(project.contents()).not.toEqual(before);
  });

  it('asks once, and takes a no [cli.asks]', async () => {
    const project = express();
    const before = project.contents();
    const refused = await project.run(['init'], { answer: false });
    expect(refused).toMatchObject({ status: 1, questions: ['Make these changes?'], commands: [] });
    expect(project.contents()).toEqual(before);
    expect(await project.run(['init'], { answer: true })).toMatchObject({ status: 0 });
  });

  it('names a file that would be lost in its question [cli.asks]', async () => {
    const project = express();
    project.write('copilotkit.js', '// mine\n');
    const { questions, out } = await project.run(['init'], { answer: false });
    expect(questions).toEqual(['Make these changes? copilotkit.js will be replaced.']);
    expect(out).toContain('replace  copilotkit.js');
    expect(project.read('copilotkit.js')).toBe('// mine\n');
  });

  it('shows a dry run as a diff, and changes nothing [cli.dry-run]', async () => {
    const project = express();
    const before = project.contents();
    const { status, out, commands } = await project.run(['init', '--dry-run']);
    expect({ status, commands }).toEqual({ status: 0, commands: [] });
    expect(out).toContain(`+++ b/copilotkit.js`);
    expect(out).toContain(`+app.use('/api/copilotkit', copilotKit);`);
    expect(project.contents()).toEqual(before);
  });

  it.each([
    [{}, 'npm install'],
    [{ 'pnpm-lock.yaml': '' }, 'pnpm install --no-frozen-lockfile'],
    [{ 'yarn.lock': '' }, 'yarn install'],
    [{ 'bun.lock': '' }, 'bun install'],
    [{ 'bun.lockb': '' }, 'bun install'],
  ])(
    'installs with the package manager whose lockfile is there: %j [cli.install]',
    async (files, command) => {
      const project = express();
      for (const [path, text] of Object.entries(files)) project.write(path, text);
      expect((await project.succeed('init')).commands).toEqual([command]);
      expect((await project.succeed('init')).commands).toEqual([]);
    },
  );

  it('prefers the package manager that package.json names, and finds lockfiles above [cli.install]', async () => {
    const project = new TempProject({ 'pnpm-lock.yaml': '' });
    project.write('a/package.json', manifest({ hono: '4' }));
    project.write('b/package.json', manifest({ hono: '4' }, { packageManager: 'yarn@4.1.0' }));
    expect((await project.succeed('init', 'a')).commands).toEqual([
      'pnpm install --no-frozen-lockfile',
    ]);
    expect((await project.succeed('init', 'b')).commands).toEqual(['yarn install']);
  });

  it('leaves the installation to the user, or tells that it failed [cli.install]', async () => {
    expect((await express().succeed('init', '--no-install')).commands).toEqual([]);
    const failed = await express().run(['init', '--yes'], { commandStatus: 1 });
    expect(failed.status).toBe(1);
    expect(failed.error).toContain(`'npm install' failed: run it again.`);
  });

  it('writes the versions of others that the workspace is tested with', () => {
    const catalog = readFileSync(new URL('../../../pnpm-workspace.yaml', import.meta.url), 'utf8');
    for (const [name, version] of Object.entries(PEER_VERSIONS)) {
      const line = catalog
        .split('\n')
        .find((text) => text.trim().startsWith(`'${name}':`) || text.trim().startsWith(`${name}:`));
      expect(`^${line?.split(': ')[1]?.replace('^', '')}`).toBe(version);
    }
  });
});
