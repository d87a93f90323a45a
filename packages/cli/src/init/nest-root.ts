import type { ObjectExpression } from 'oxc-parser';
import { posix } from 'node:path';

import type { ProjectFiles } from '../project/project-files.js';
import { nameOf, readBindings } from '../source/bindings.js';
import { codeOf, parseSource, type ParsedSource } from '../source/parse-source.js';
import { walk } from '../source/walk.js';

/** The module that a NestJS application is made of. */
export interface RootModule {
  readonly source: ParsedSource;
  /** What `@Module()` is given. */
  readonly metadata: ObjectExpression;
}

/** What the sources of an application show. */
export interface NestApplication {
  /** The folder of its sources. */
  readonly folder: string;
  /** `undefined` if it cannot be told which one it is. */
  readonly root: RootModule | undefined;
  /** What stands in front of every path, if it is written there as a text. */
  readonly prefix: string | undefined;
}

export function findNestApplication(files: ProjectFiles): NestApplication {
  const configured = sourceRoot(files);
  const folders = configured === undefined ? ['src', '.'] : [configured];
  const named = (name: string): string[] => folders.map((folder) => posix.join(folder, name));
  const main = mainFile(files, [...named('main.ts'), ...named('index.ts')]);
  const paths = [
    ...(main === null ? [] : startedModules(main)),
    ...named('app.module.ts'),
    ...named('app/app.module.ts'),
  ];
  return {
    folder: configured ?? 'src',
    root: paths.map((path) => moduleAt(files, path)).find((found) => found !== undefined),
    prefix: main === null ? undefined : globalPrefix(main),
  };
}

/** Where the tool of Nest looks for the sources: in a monorepo, those of its default project. */
function sourceRoot(files: ProjectFiles): string | undefined {
  try {
    const config: unknown = JSON.parse(files.read('nest-cli.json') ?? '{}');
    if (typeof config !== 'object' || config === null || !('sourceRoot' in config))
      return undefined;
    return typeof config.sourceRoot === 'string' ? posix.normalize(config.sourceRoot) : undefined;
  } catch {
    // Nest itself will say what is wrong with it.
    return undefined;
  }
}

function mainFile(files: ProjectFiles, paths: readonly string[]): ParsedSource | null {
  const path = files.find(paths);
  return path === undefined ? null : parseSource(path, files.read(path) ?? '');
}

/** Files in which what `NestFactory.create()` gets comes from. */
function startedModules(main: ParsedSource): readonly string[] {
  const created = /NestFactory\.create(?:<[^(]*>)?\(\s*(\w+)/.exec(codeOf(main))?.[1];
  return readBindings(main.program)
    .filter(({ local }) => local === created)
    .map((binding) => posix.join(posix.dirname(main.path), binding.source))
    .map((module) => `${module.replace(/\.[jt]s$/, '')}.ts`);
}

function moduleAt(files: ProjectFiles, path: string): RootModule | undefined {
  const text = files.read(path);
  const source = text === null ? null : parseSource(path, text);
  if (source === null) return undefined;
  const [metadata, ...others] = moduleMetadata(source);
  return metadata === undefined || others.length > 0 ? undefined : { source, metadata };
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

function globalPrefix(main: ParsedSource): string | undefined {
  const prefix = /\.setGlobalPrefix\(\s*['"`]([^'"`$]*)['"`]/.exec(codeOf(main))?.[1];
  return prefix?.replaceAll(/^\/|\/$/g, '');
}
