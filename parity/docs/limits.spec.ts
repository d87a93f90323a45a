import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What the page says of bounds that are no options: the constants behind each, and a text of its line. */
const FIXED: readonly (readonly [text: string, file: string, ...constants: string[]])[] = [
  ['Ids of threads and runs', 'core/src/http/parse-run-input.ts', 'MAX_ID_LENGTH'],
  ['A list of threads', 'core/src/operations/list-threads.ts', 'DEFAULT_LIMIT', 'MAX_LIMIT'],
  ['A name of a thread', 'core/src/operations/update-thread.ts', 'MAX_NAME_LENGTH'],
  ['| `maxSteps`', 'agent/src/server-tools/server-tools-run.ts', 'DEFAULT_MAX_STEPS'],
  ['| `toolTimeoutMs`', 'agent/src/tools/call-tool.ts', 'DEFAULT_TIMEOUT_MS'],
  ['A result of a tool', 'agent/src/tools/call-tool.ts', 'DEFAULT_MAX_RESULT_BYTES'],
  ['waiting for `onAfterRequest`', 'runtime-v1/src/hooks/hooked-run.ts', 'HOOK_WAIT_MS'],
  [
    '`/info` of a remote endpoint',
    'runtime-v1/src/tools/remote/remote-endpoint-client.ts',
    'MAX_INFO_BYTES',
  ],
  [
    '`/info` of a remote endpoint',
    'runtime-v1/src/tools/remote/within-deadline.ts',
    'INFO_TIMEOUT_MS',
  ],
  [
    'the input schema of a chain',
    'runtime-v1/src/tools/remote/within-deadline.ts',
    'INFO_TIMEOUT_MS',
  ],
  ['what remote endpoints have told', 'runtime-v1/src/tools/brief-cache.ts', 'LIFETIME_MS'],
  [
    'the result of a remote action',
    'runtime-v1/src/tools/remote/remote-endpoint-client.ts',
    'MAX_RESULT_BYTES',
  ],
  [
    'the result of a remote action',
    'runtime-v1/src/tools/langserve/remote-chain.ts',
    'MAX_OUTPUT_BYTES',
  ],
  ['retries of a remote action', 'runtime-v1/src/tools/remote/with-retries.ts', 'MAX_RETRIES'],
  [
    'the input schema of a chain',
    'runtime-v1/src/tools/langserve/remote-chain.ts',
    'MAX_SCHEMA_BYTES',
  ],
  ['MCP clients that are kept', 'runtime-v1/src/tools/mcp/mcp-endpoint-pool.ts', 'MAX_CLIENTS'],
  [
    'MCP servers that one request',
    'runtime-v1/src/tools/mcp/request-mcp-servers.ts',
    'MAX_REQUEST_SERVERS',
  ],
  ['silence on the stream', 'runtime-v1/src/legacy/output/legacy-stream.ts', 'MAX_SILENCE_MS'],
  ['a reader that takes nothing', 'runtime-node/src/transmit.ts', 'STALL_TIMEOUT_MS'],
  ['grace on SIGTERM', 'runtime-node/src/create-graceful-shutdown.ts', 'GRACE_MS'],
];

describe('docs/limits.md', () => {
  it.each(FIXED)('tells the bound of "%s" as it is in %s', async (text, file, ...constants) => {
    const page = await readFile(`${ROOT}docs/limits.md`, 'utf8');
    const source = await readFile(`${ROOT}packages/${file}`, 'utf8');
    // A sentence of its own, or a row of a table.
    const line = page.split(/\n|(?<=\.) /).find((one) => one.includes(text));
    for (const constant of constants) {
      const value = new RegExp(String.raw`^(?:export )?const ${constant} = ([\d_]+);`, 'm').exec(
        source,
      );
      expect([constant, line]).toEqual([
        constant,
        expect.stringContaining(Number(value?.[1]?.replaceAll('_', '')).toLocaleString('en')),
      ]);
    }
  });

  it('tells the bounds of a run as they are', async () => {
    const page = await readFile(`${ROOT}docs/limits.md`, 'utf8');
    const source = await readFile(`${ROOT}packages/core/src/runs/run-limits.ts`, 'utf8');
    const defaults = /const DEFAULTS[^{]*\{([^}]*)\}/.exec(source)?.[1] ?? '';
    const known = Array.from(defaults.matchAll(/(\w+): ([\d_]+)/g));
    expect(known.length).toBeGreaterThan(3);
    for (const [, name, value = ''] of known) {
      expect(page).toContain(
        `| \`${name}\` | ${Number(value.replaceAll('_', '')).toLocaleString('en')}`,
      );
    }
  });

  it('tells those of the options that are not constants', async () => {
    const page = await readFile(`${ROOT}docs/limits.md`, 'utf8');
    const runtime = await readFile(`${ROOT}packages/core/src/runtime/runtime-options.ts`, 'utf8');
    for (const name of [
      'maxBodyBytes',
      'maxAudioBytes',
      'capabilitiesTimeoutMs',
      'sseKeepAliveIntervalSeconds',
    ]) {
      const declared = new RegExp(String.raw`@default ([\d_]+)\s*\*/\s*readonly ${name}\?`).exec(
        runtime,
      );
      const shown = Number(declared?.[1]?.replaceAll('_', '')).toLocaleString('en');
      expect(page).toContain(`| \`${name}\` | ${shown} |`);
    }
  });
});
