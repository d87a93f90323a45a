import MagicString from 'magic-string';
import type { ArrayExpression, Node, ObjectExpression } from 'oxc-parser';
import { posix } from 'node:path';

import type { FileChange } from '../plan/file-change.js';
import type { ProjectFiles } from '../project/project-files.js';
import { nameOf, readBindings } from '../source/bindings.js';
import { behindImports } from '../source/insert-statements.js';
import { parseSource, type ParsedSource } from '../source/parse-source.js';
import { relativeImport } from '../source/relative-import.js';
import { DEFAULT_STYLE, inStyle, styleOf } from '../source/source-style.js';
import { walk } from '../source/walk.js';
import { importLine } from './agent-source.js';
import { BASE_PATH, type FrameworkPlan, type InitContext } from './init-context.js';
import { ownFile } from './own-file.js';

const PACKAGES = ['@flightdeck/agent', '@flightdeck/runtime-nest'];
const NAME = 'CopilotKitModule';
const ROOT_MODULES = ['src/app.module.ts', 'app.module.ts', 'src/app/app.module.ts'];
const MAIN_FILES = ['src/main.ts', 'main.ts', 'src/index.ts'];

/** NestJS: a module with the agent, and its import into the module of the application. */
export function planNest({ files, manifest, model }: InitContext): FrameworkPlan {
  const prefix = globalPrefix(files);
  // With the usual prefix the runtime stays where every client looks for it.
  const path = prefix === 'api' ? 'copilotkit' : BASE_PATH.slice(1);
  const url = prefix === undefined ? BASE_PATH : posix.join('/', prefix, path);
  const root = rootModule(files);
  const folder = root === undefined ? 'src' : posix.dirname(root.source.path);
  const style = root === undefined ? DEFAULT_STYLE : styleOf(root.source);
  const text = inStyle(moduleSource(model, path), style);
  const file = ownFile(files, { path: posix.join(folder, 'copilotkit.module.ts'), text });
  const plan = { packages: PACKAGES, url };
  if (root === undefined) return { ...plan, changes: file, notices: [BY_HAND] };
  const added = root.source.text.includes(NAME) ? [] : [addImport(files, root, manifest.isModule)];
  return { ...plan, changes: [...file, ...added], notices: [] };
}

const BY_HAND = [
  'No module could be found that is clearly that of the application. Add this line to it,',
  `and ${NAME} to its imports:`,
  '',
  `  import { ${NAME} } from './copilotkit.module';`,
].join('\n');

interface RootModule {
  readonly source: ParsedSource;
  /** What `@Module()` is given. */
  readonly metadata: ObjectExpression;
}

function rootModule(files: ProjectFiles): RootModule | undefined {
  for (const path of [...ROOT_MODULES, ...startedModules(files)]) {
    const text = files.read(path);
    const source = text === null ? null : parseSource(path, text);
    const found = source === null ? [] : moduleMetadata(source);
    const [metadata] = found;
    if (source !== null && metadata !== undefined && found.length === 1) {
      return { source, metadata };
    }
  }
  return undefined;
}

/** Files in which what `NestFactory.create()` gets comes from. */
function startedModules(files: ProjectFiles): readonly string[] {
  const path = files.find(MAIN_FILES);
  const source = path === undefined ? null : parseSource(path, files.read(path) ?? '');
  if (source === null) return [];
  const created = /NestFactory\.create(?:<[^(]*>)?\(\s*(\w+)/.exec(source.text)?.[1];
  return readBindings(source.program)
    .filter(({ local }) => local === created)
    .map((binding) => posix.join(posix.dirname(source.path), binding.source))
    .map((module) => `${module.replace(/\.[jt]s$/, '')}.ts`);
}

/** What the `@Module()` decorators of a file are given. */
function moduleMetadata({ program }: ParsedSource): readonly ObjectExpression[] {
  const found: ObjectExpression[] = [];
  walk(program, (node) => {
    if (node.type !== 'Decorator' || node.expression.type !== 'CallExpression') return;
    const { callee, arguments: given } = node.expression;
    const [metadata] = given;
    if (nameOf(callee) === 'Module' && metadata?.type === 'ObjectExpression') found.push(metadata);
  });
  return found;
}

function addImport(
  files: ProjectFiles,
  { source, metadata }: RootModule,
  isModule: boolean,
): FileChange {
  const style = styleOf(source);
  const edited = new MagicString(source.text);
  const from = relativeImport(files, { from: source, name: 'copilotkit.module', isModule });
  const line = importLine({ from, names: [NAME] }, { typescript: true, esm: true });
  const { at, before, after } = behindImports(source, style.eol);
  edited.appendLeft(at, `${before}${inStyle(line, style)}${after}`);
  const imports = metadata.properties.find(
    (property) => property.type === 'Property' && nameOf(property.key) === 'imports',
  );
  const value = imports?.type === 'Property' ? imports.value : undefined;
  if (value?.type === 'ArrayExpression') appendElement(edited, source.text, value);
  else if (value !== undefined) {
    // Whatever makes the list, ours is one more.
    edited.appendLeft(value.start, `[${NAME}, ...(`).appendRight(value.end, ')]');
  } else {
    const [first] = metadata.properties;
    const gap =
      first === undefined ? style.eol : source.text.slice(metadata.start + 1, first.start);
    const lead = first === undefined ? `${style.eol}${style.indent}` : gap;
    const trail = first === undefined ? `,${style.eol}` : ',';
    edited.appendLeft(metadata.start + 1, `${lead}imports: [${NAME}]${trail}`);
  }
  return {
    path: source.path,
    before: source.text,
    after: edited.toString(),
    summary: `imports ${NAME}`,
  };
}

function appendElement(edited: MagicString, text: string, array: ArrayExpression): void {
  const last: Node | null | undefined = array.elements.at(-1);
  if (last === undefined || last === null) {
    edited.appendLeft(array.start + 1, NAME);
    return;
  }
  const first: Node | null | undefined = array.elements[0];
  const lead = text.slice(array.start + 1, first?.start);
  edited.appendLeft(
    last.end,
    `,${/\n/.test(lead) ? (/\r?\n[ \t]*$/.exec(lead)?.[0] ?? ' ') : ' '}${NAME}`,
  );
}

/** What stands in front of every path, if it is written there as a text. */
function globalPrefix(files: ProjectFiles): string | undefined {
  const path = files.find(MAIN_FILES);
  const text = path === undefined ? '' : (files.read(path) ?? '');
  const prefix = /\.setGlobalPrefix\(\s*['"`]([^'"`$]*)['"`]/.exec(text)?.[1];
  return prefix?.replaceAll(/^\/|\/$/g, '');
}

function moduleSource(model: string, path: string): string {
  return `import { BuiltInAgent } from '@flightdeck/agent';
import { CopilotAgent, CopilotRuntimeModule } from '@flightdeck/runtime-nest';
import { Module } from '@nestjs/common';

@CopilotAgent('default')
export class AssistantAgent extends BuiltInAgent {
  constructor() {
    super({
      model: '${model}',
      prompt: 'You are a helpful assistant.',
    });
  }
}

@Module({
  imports: [CopilotRuntimeModule.forRoot({ path: '${path}' })],
  providers: [AssistantAgent],
})
export class ${NAME} {}
`;
}
