import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface Option {
  readonly name: string;
  /** As its doc comment says it, if that is a literal. */
  readonly standard: string | undefined;
}

/** Where options are declared, and which page has a table of all of them. */
const DOCUMENTED: readonly (readonly [title: string, file: string, page: string])[] = [
  ['BuiltInAgentClassicConfig', 'packages/agent/src/options/agent-options.ts', 'docs/agent.md'],
  ['ModelSettings', 'packages/agent/src/model/model-call.ts', 'docs/agent.md'],
  [
    'CopilotRuntimeConstructorParams',
    'packages/runtime-v1/src/options/runtime-params.ts',
    'docs/migrating-from-v1.md',
  ],
  [
    'CreateCopilotRuntimeServerOptions',
    'packages/runtime-v1/src/options/endpoint-options.ts',
    'docs/migrating-from-v1.md',
  ],
  ['RunLimits', 'packages/core/src/runs/run-limits.ts', 'docs/limits.md'],
  ['MCPConnectOptions', 'packages/mcp/src/connect-options.ts', 'packages/mcp/README.md'],
  ['MCPPoolOptions', 'packages/mcp/src/mcp-pool.ts', 'packages/mcp/README.md'],
  [
    'CopilotRuntimeConstructorParams',
    'packages/runtime-v1/src/options/runtime-params.ts',
    'packages/runtime-v1/README.md',
  ],
  [
    'CreateCopilotRuntimeServerOptions',
    'packages/runtime-v1/src/options/endpoint-options.ts',
    'packages/runtime-v1/README.md',
  ],
  [
    'TranscriptionServiceOpenAIOptions',
    'packages/voice/src/transcription-service-openai.ts',
    'packages/voice/README.md',
  ],
];

const LITERAL = /@default (?<value>-?[\d_]+|true|false|'[^']*'|\[\])[ \t]*(?:\*\/|\n)/;

function optionsOf(source: string, name: string): readonly Option[] {
  const body = new RegExp(String.raw`interface ${name}\b[^{]*\{\n([\s\S]*?)\n\}`).exec(source)?.[1];
  if (body === undefined) throw new Error(`There is no interface ${name}`);
  const members = body.matchAll(/((?:^ {2}\/\*\*[\s\S]*?\*\/\n)?)^ {2}readonly (\w+)\??:/gm);
  return Array.from(members, ([, comment = '', option = '']) => ({
    name: option,
    standard: LITERAL.exec(comment)?.groups?.['value']?.replaceAll('_', ''),
  }));
}

/** The cells behind the options of a table's rows, by option. */
function tableOf(page: string): ReadonlyMap<string, string> {
  const rows = Array.from(page.matchAll(/^\| (`\w+`(?:, `\w+`)*) \| ([^|]*) \|/gm));
  return new Map(
    rows.flatMap(([, names = '', standard = '']) =>
      Array.from(names.matchAll(/\w+/g), ([name]) => [name, standard] as const),
    ),
  );
}

describe('the documentation', () => {
  it.each(DOCUMENTED)('has every option of %s, and its default', async (name, file, page) => {
    const options = optionsOf(await readFile(ROOT + file, 'utf8'), name);
    const table = tableOf(await readFile(ROOT + page, 'utf8'));
    expect(options.length).toBeGreaterThan(3);
    expect(options.map((option) => option.name).filter((option) => !table.has(option))).toEqual([]);
    for (const { name: option, standard } of options) {
      if (standard === undefined) continue;
      const shown = table.get(option)?.replaceAll(/(?<=\d),(?=\d)/g, '');
      expect([option, shown]).toEqual([option, expect.stringContaining(standard)]);
    }
  });
});
