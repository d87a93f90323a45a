import { describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const NEEDS_A_FRAMEWORK = ['nest', 'langgraph'];
const entries = ['index', 'v2', 'v2-express', 'v2-hono', 'v2-node', 'express', 'hono', 'next'];

describe('an entry for applications without Node or frameworks', () => {
  it.each(entries)('%s imports neither', async (entry) => {
    expect(await importsOf(entry)).toEqual([]);
  });

  it.each(NEEDS_A_FRAMEWORK)('is not %s, which loads its framework', async (entry) => {
    expect(await importsOf(entry)).not.toEqual([]);
  });
});

/** What a bundle of an entry, made as tools for workers do it, still imports while it loads. */
async function importsOf(entry: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [fileURLToPath(new URL(`../src/${entry}.ts`, import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['browser', 'module', 'main'],
    conditions: ['dev-source', 'workerd', 'worker', 'browser'],
    external: ['node:*', 'express', '@nestjs/*', 'reflect-metadata', 'fastify', '@ag-ui/langgraph'],
    logLevel: 'silent',
    metafile: true,
    write: false,
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  return [...new Set(imports.map(({ path }) => path))];
}
