import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ERROR_STATUS } from '@flightdeck/core';
import { ERROR_CONFIG } from '@flightdeck/runtime-v1';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The first table below a heading or a line of text: the cells of each row, without the header. */
function tableBelow(page: string, start: string): readonly (readonly string[])[] {
  const from = page.indexOf(`\n${start}`);
  if (from === -1) throw new Error(`docs/errors.md has no '${start}'`);
  const table = /(?:^\|.*\n)+/m.exec(page.slice(from))?.[0] ?? '';
  return table
    .trim()
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}

const codesBelow = (page: string, start: string): readonly string[] =>
  tableBelow(page, start).map(([code = '']) => code);

/** The members of a union of texts. */
async function unionIn(file: string, name: string): Promise<readonly string[]> {
  const source = await readFile(ROOT + file, 'utf8');
  const union = new RegExp(String.raw`export type ${name} =([^;]*);`).exec(source)?.[1];
  if (union === undefined) throw new Error(`${file} has no type ${name}`);
  const text = union.replaceAll(/\/\*\*[\s\S]*?\*\//g, '');
  return Array.from(text.matchAll(/'(\w+)'/g), ([, member = '']) => member);
}

const UNIONS: readonly (readonly [start: string, name: string, file: string, more: string[]])[] = [
  [
    '### Transcription',
    'TranscriptionErrorCode',
    'packages/core/src/operations/transcribe/transcription-error.ts',
    [],
  ],
  ['### Of the runtime', 'RunErrorCode', 'packages/core/src/runs/run-error-code.ts', []],
  [
    '### Of the built-in agent',
    'ModelFailureCode',
    'packages/agent/src/model/model-failure.ts',
    ['tool_failure'],
  ],
  ['`StoreError`', 'StoreErrorCode', 'packages/store/src/store-error.ts', []],
  ['`MCPError`', 'MCPErrorCode', 'packages/mcp/src/mcp-error.ts', []],
];

describe('docs/errors.md', () => {
  let page: string;

  beforeAll(async () => {
    page = await readFile(`${ROOT}docs/errors.md`, 'utf8');
  });

  it('has every code of an answer, and its status', () => {
    const told = tableBelow(page, '## Answers').map(([code, status]) => [code, Number(status)]);
    expect(told).toEqual(Object.entries(ERROR_STATUS));
  });

  it.each(UNIONS)('has below "%s" every code of %s', async (start, name, file, more) => {
    const codes = [...(await unionIn(file, name)), ...more];
    expect(codes.length).toBeGreaterThan(3);
    expect(codesBelow(page, start).toSorted()).toEqual(codes.toSorted());
  });

  it('tells the statuses of transcription as they are', async () => {
    const file = 'packages/core/src/operations/transcribe/transcription-error.ts';
    const source = await readFile(ROOT + file, 'utf8');
    for (const [code = '', status, retryable] of tableBelow(page, '### Transcription')) {
      const kind = new RegExp(String.raw`^ {2}${code}: \{[^}]*\}`, 'm').exec(source)?.[0];
      expect(kind).toContain(`status: ${status}`);
      expect(kind).toContain(`retryable: ${retryable === 'yes'}`);
    }
  });

  it('has every code of version 1, and what clients make of it', () => {
    const told = tableBelow(page, '## The API of CopilotKit 1.x');
    expect(told).toEqual(
      Object.entries(ERROR_CONFIG).map(([code, { statusCode, visibility, severity }]) => [
        code,
        String(statusCode),
        visibility,
        severity,
      ]),
    );
  });

  it('names every code with which a tool can fail', async () => {
    const codes = await unionIn('packages/agent/src/tools/tool-outcome.ts', 'ToolErrorCode');
    for (const code of codes) expect(page).toContain(`\`${code}\``);
  });
});
