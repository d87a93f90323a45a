import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as agentPackage from '@flightdeck/agent';
import { build } from 'esbuild';

/** The packages that applications may have as `@ag-ui/client`. */
const BASES = ['ag-ui-client-57', '@ag-ui/client', 'ag-ui-client-1'] as const;

const DRIVER = `
  import * as client from '@ag-ui/client';
  export const { AbstractAgent } = client;
  export { BuiltInAgent, BasicAgent } from '@flightdeck/agent';
`;

interface Bundle extends Pick<typeof agentPackage, 'BuiltInAgent' | 'BasicAgent'> {
  readonly AbstractAgent: abstract new () => object;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flightdeck-bases-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The agent as a bundler makes it of an application that has this AG-UI client: minified. */
async function bundleOn(base: string): Promise<Bundle> {
  const outfile = join(folder, `${base.replaceAll(/\W/g, '-')}.mjs`);
  await build({
    stdin: { contents: DRIVER, resolveDir: import.meta.dirname },
    // Where aliases are resolved.
    absWorkingDir: import.meta.dirname,
    logLevel: 'silent',
    alias: { '@ag-ui/client': base },
    conditions: ['dev-source'],
    packages: 'bundle',
    // Loaded when a model string needs them, which none does here.
    external: ['@ai-sdk/*', '@valibot/*'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    platform: 'node',
    format: 'esm',
    bundle: true,
    minify: true,
    outfile,
  });
  return (await import(pathToFileURL(outfile).href)) as Bundle;
}

function model() {
  const parts = [
    { type: 'text-start', id: '0' },
    { type: 'text-delta', id: '0', delta: 'Hello' },
    { type: 'text-end', id: '0' },
    { type: 'finish', finishReason: 'stop', usage: {} },
  ];
  return {
    specificationVersion: 'v2',
    provider: 'scripted',
    modelId: 'script',
    doStream: () =>
      Promise.resolve({
        stream: new ReadableStream<unknown>({
          start(controller) {
            for (const part of parts) controller.enqueue(part);
            controller.close();
          },
        }),
      }),
  };
}

describe.each(BASES)('BuiltInAgent bundled with %s', (base) => {
  let bundle: Bundle;
  beforeAll(async () => {
    bundle = await bundleOn(base);
  });

  it('extends that client’s agent and keeps its name [agent.class]', () => {
    const agent = new bundle.BuiltInAgent({ model: model() });
    expect(agent).toBeInstanceOf(bundle.AbstractAgent);
    expect(agent.constructor.name).toBe('BuiltInAgent');
    expect(bundle.BasicAgent.name).toBe('BasicAgent');
  });

  it('runs, and so does its clone [agent.clone]', async () => {
    const agent = new bundle.BuiltInAgent({ model: model(), description: 'Helps' });
    agent.headers = { 'x-a': '1' };
    for (const each of [agent, agent.clone()]) {
      await each.runAgent({ runId: 'run' });
      expect(each.messages).toMatchObject([{ role: 'assistant', content: 'Hello' }]);
      expect(each).toMatchObject({ description: 'Helps', headers: { 'x-a': '1' } });
      each.setMessages([]);
    }
  });
});
