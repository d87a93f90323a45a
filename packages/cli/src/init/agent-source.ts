/** How the written file gets at its packages, and others at what it has. */
export interface ModuleKind {
  readonly typescript: boolean;
  /** Whether it has `import` and `export`. */
  readonly esm: boolean;
}

/** An import of names from a package; types are left out of JavaScript. */
export interface NamedImport {
  readonly from: string;
  readonly names: readonly string[];
  readonly types?: readonly string[];
}

/** The line that imports names. */
export function importLine(
  { from, names, types = [] }: NamedImport,
  { typescript, esm }: ModuleKind,
): string {
  if (!esm) return `const { ${names.join(', ')} } = require('${from}');`;
  const all = [...names, ...(typescript ? types.map((name) => `type ${name}`) : [])];
  const sorted = all.toSorted((a, b) => bare(a).localeCompare(bare(b), 'en'));
  return `import { ${sorted.join(', ')} } from '${from}';`;
}

/** The lines that make an agent and a runtime for it. */
export function agentLines(model: string, runtime = 'runtime'): string {
  return `const agent = new BuiltInAgent({
  model: '${model}',
  prompt: 'You are a helpful assistant.',
});

const ${runtime} = new CopilotRuntime({ agents: { default: agent } });`;
}

/** What every written file needs. */
export const AGENT_IMPORTS: readonly NamedImport[] = [
  { from: '@flightdeck/agent', names: ['BuiltInAgent'] },
  { from: '@flightdeck/core', names: ['CopilotRuntime'] },
];

function bare(name: string): string {
  return name.replace(/^type /, '');
}
