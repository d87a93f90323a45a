import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';

const packageFolder = join(dirname(fileURLToPath(import.meta.url)), '..');
const jestBin = createRequire(import.meta.url).resolve('jest/bin/jest');
const run = promisify(execFile);

/** Below the package, where its dependencies are found. */
let folder: string;

/** Loads twice: a dependency, and an optional package. */
const probe = `
  const probe = async (load) => {
    const settings = { apiKey: 'k', env: {} };
    const models = [await load('openai/gpt-4o', settings), await load('groq/llama', settings)];
    return models.map(({ provider }) => provider).join(' ');
  };`;

beforeAll(async () => {
  const cache = join(packageFolder, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'lazy-loading-'));
  // As in tools/build-package.mjs.
  for (const format of ['cjs', 'esm'] as const) {
    await build({
      entryPoints: [join(packageFolder, 'src/model/load-model.ts')],
      outfile: join(folder, format === 'cjs' ? 'load-model.cjs' : 'load-model.mjs'),
      bundle: true,
      packages: 'external',
      platform: 'neutral',
      format,
      target: 'es2022',
    });
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function output(name: string, source: string, ...args: string[]): Promise<string> {
  const file = join(folder, name);
  writeFileSync(file, source);
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { stdout } = await run(process.execPath, args.length === 0 ? [file] : args, {
    cwd: folder,
    env,
  });
  return stdout.trim();
}

describe('providers’ packages', () => {
  it('are loaded from CommonJS when a model needs them, not before [model.packages]', async () => {
    const source = `${probe}
      const isLoaded = () => Object.keys(require.cache).some((path) => path.includes('@ai-sdk'));
      const { loadModel } = require('./load-model.cjs');
      const before = isLoaded();
      probe(loadModel).then((names) => console.log(before, names, isLoaded()));`;
    expect(await output('probe.cjs', source)).toBe('false openai.responses groq.chat true');
  });

  it('are loaded from ES modules [model.packages]', async () => {
    const source = `${probe}
      import { loadModel } from './load-model.mjs';
      console.log(await probe(loadModel));`;
    expect(await output('probe.mjs', source)).toBe('openai.responses groq.chat');
  });

  it('are loaded under Jest without the flag that it needs for import() [model.packages]', async () => {
    writeFileSync(
      join(folder, 'jest.config.json'),
      JSON.stringify({
        testMatch: ['**/*.test.cjs'],
        transform: {},
        testPathIgnorePatterns: [],
        haste: { retainAllFiles: true },
      }),
    );
    const source = `${probe}
      const { writeFileSync } = require('node:fs');
      test('loads', async () => {
        writeFileSync(__dirname + '/names.txt', await probe(require('./load-model.cjs').loadModel));
      });`;
    await output('probe.test.cjs', source, jestBin, '--rootDir', folder, '-c', 'jest.config.json');
    const names = readFileSync(join(folder, 'names.txt'), 'utf8');
    expect(names).toBe('openai.responses groq.chat');
  });
});
