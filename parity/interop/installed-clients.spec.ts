import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const parity = createRequire(join(process.cwd(), 'parity', 'package.json'));

/** The `package.json` of a dependency as `from` resolves it. */
function manifest(name: string, from: NodeJS.Require = parity): { version: string; path: string } {
  const folder = from.resolve.paths(name)?.map((base) => join(base, name)) ?? [];
  for (const candidate of folder) {
    try {
      const path = realpathSync(join(candidate, 'package.json'));
      const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
      return { version, path };
    } catch {
      // Not installed at this level: look one level up, as Node does.
    }
  }
  throw new Error(`${name} is not installed`);
}

describe('the clients that the interop tests drive', () => {
  it.each([
    ['@ag-ui/client', '0.0.59'],
    ['ag-ui-client-57', '0.0.57'],
    ['ag-ui-client-1', '1.0.0'],
    ['@copilotkit/core', '1.75.0'],
  ])('%s is %s', (name, version) => {
    expect(manifest(name).version).toBe(version);
  });

  it('@copilotkit/core runs on the AG-UI client that it was published with', () => {
    const core = createRequire(manifest('@copilotkit/core').path);
    expect(manifest('@ag-ui/client', core).version).toBe('0.0.59');
  });

  it('every client loads', async () => {
    // One at a time: Jest's module linker loses track of packages that share a module.
    const clients = [
      await import('@ag-ui/client'),
      await import('ag-ui-client-57'),
      await import('ag-ui-client-1'),
    ];
    for (const { HttpAgent } of clients) expect(HttpAgent).toBeInstanceOf(Function);
    const { CopilotKitCore } = await import('@copilotkit/core');
    expect(CopilotKitCore).toBeInstanceOf(Function);
  });
});
