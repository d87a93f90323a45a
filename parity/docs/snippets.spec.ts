import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  exportedNames,
  fileOf,
  moduleOf,
  pagesOf,
  snippetsOf,
  type Snippet,
} from './support/snippets.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Inside of `parity`, where imports of all packages lead somewhere. */
const OUT = join(ROOT, 'parity/node_modules/.snippets');
const CONFIG = join(ROOT, 'parity/docs/snippets.tsconfig.json');

/** Where a name is exported by several, the first counts. */
const ENTRIES = Object.fromEntries(
  [
    'core',
    'agent',
    'middlewares',
    'mcp',
    'voice',
    'store',
    'store-sqlite',
    'store-postgres',
    'bus-redis',
    'client',
    'runtime-node',
    'runtime-express',
    'runtime-fastify',
    'runtime-hono',
    'runtime-nest',
    'runtime-next',
    'runtime',
    'runtime-v1',
    'testing',
  ]
    .map((name) => [`@flightdeck/${name}`, `packages/${name}/src/index.ts`])
    .concat([['@flightdeck/store/engine', 'packages/store/src/engine.ts']]),
);

/** What the compiler must find, to show that it looks. */
const WRONG: Snippet = {
  page: 'wrong.md',
  line: 1,
  code: 'new CopilotRuntime({ agents: { default: 1 } });\n',
};

/** The compiler's complaints about snippets; the packages have a check of their own. */
function complaints(): readonly string[] {
  const { stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', CONFIG], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return stdout.split(/^(?=\S)/m).filter((text) => text.startsWith('parity/'));
}

async function documentedSnippets(): Promise<readonly Snippet[]> {
  const pages = await pagesOf(ROOT);
  const snippets = await Promise.all(
    pages.map(async (page) => snippetsOf(page, await readFile(join(ROOT, page), 'utf8'))),
  );
  return snippets.flat();
}

describe('the documentation', () => {
  beforeAll(async () => {
    await rm(OUT, { recursive: true, force: true });
    await mkdir(OUT, { recursive: true });
  });
  afterAll(async () => rm(OUT, { recursive: true, force: true }));

  it('shows code that fits the packages', async () => {
    const exported = await exportedNames(ROOT, ENTRIES);
    const snippets = await documentedSnippets();
    await Promise.all(
      [...snippets, WRONG].map((snippet) =>
        writeFile(join(OUT, fileOf(snippet)), moduleOf(snippet, exported)),
      ),
    );
    const [wrong, ...others] = complaints().toSorted((a) => (a.includes('wrong.1.ts') ? -1 : 1));
    expect(wrong).toContain('wrong.1.ts(2,');
    expect(others).toEqual([]);
  }, 120_000);
});
