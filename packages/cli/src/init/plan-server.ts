import MagicString from 'magic-string';
import { posix } from 'node:path';

import type { FileChange } from '../plan/file-change.js';
import { behind, behindImports, inFrontOf } from '../source/insert-statements.js';
import { isTypeScriptPath, type ParsedSource } from '../source/parse-source.js';
import { relativeImport } from '../source/relative-import.js';
import { DEFAULT_STYLE, inStyle, styleOf } from '../source/source-style.js';
import { importLine, type ModuleKind } from './agent-source.js';
import { findEntry, type Entry } from './find-entry.js';
import { BASE_PATH, type FrameworkPlan, type InitContext } from './init-context.js';
import { findMountPoint } from './mount-point.js';
import { SERVER_KINDS, type ServerFramework, type ServerKind } from './server-frameworks.js';
import { isOurs, ownFile } from './own-file.js';

/** What every written file imports. */
const PACKAGES = ['@flightdeck/agent', '@flightdeck/core'];

/** Express, Hono and Fastify: a file with the agent, and a line that mounts it on the application. */
export function planServer(context: InitContext, framework: ServerFramework): FrameworkPlan {
  const kind = SERVER_KINDS[framework];
  const entry = findEntry(context.files, context.manifest, kind.shape);
  const plan = { packages: [...PACKAGES, kind.adapter], url: BASE_PATH };
  if (entry === undefined || !canMount(entry)) return { ...plan, ...byHand(context, kind, entry) };
  const { source } = entry;
  const module = moduleKind(source, context.manifest.isModule);
  const extension = posix.extname(source.path).replace('x', '');
  const path = posix.join(posix.dirname(source.path), `copilotkit${extension}`);
  const text = inStyle(kind.source(context.model, module), styleOf(source));
  const mounted = isMounted(source.text);
  const written = mounted && context.files.read(path) === null ? [] : [{ path, text }];
  return {
    ...plan,
    changes: [
      ...written.flatMap((file) => ownFile(context.files, file)),
      ...(mounted ? [] : [mount(context, entry, { kind, module })]),
    ],
    notices: mounted ? [] : notices(entry),
  };
}

/** An application with a base path of its own would answer somewhere else. */
function canMount({ app }: Entry): boolean {
  return !app.chained.includes('basePath');
}

/** Whether a file has the runtime already, from us or by the user's hand. */
function isMounted(text: string): boolean {
  return isOurs(text) || /['"`][./]*\/copilotkit(\.[cm]?[jt]s)?['"`]/.test(text);
}

function moduleKind(source: ParsedSource, isModule: boolean): ModuleKind {
  const typescript = isTypeScriptPath(source.path);
  const required = /\brequire\(/.test(source.text);
  const esm = typescript || source.isModule || (!required && isModule);
  return { typescript, esm: source.path.endsWith('.mjs') || esm };
}

function mount(
  { files, manifest }: InitContext,
  { source, app }: Entry,
  { kind, module }: { kind: ServerKind; module: ModuleKind },
): FileChange {
  const style = styleOf(source);
  const edited = new MagicString(source.text);
  // Compilers put up with both in TypeScript; Node and bundlers of JavaScript with the extension.
  const isModule =
    /\.m[jt]s$/.test(source.path) || (module.esm && (manifest.isModule || !module.typescript));
  const from = relativeImport(files, { from: source, name: 'copilotkit', isModule });
  const add = (text: string, { at, before, after }: ReturnType<typeof behindImports>): void => {
    edited.appendLeft(at, `${before}${inStyle(text, style)}${after}`);
  };
  const limit = app.statements[app.index]?.end;
  add(importLine({ from, names: ['copilotKit'] }, module), behindImports(source, style.eol, limit));
  const before = findMountPoint(app, kind);
  const last = app.statements.at(-1);
  const statement = kind.mount(app.name);
  if (before !== undefined) add(statement, inFrontOf(source, before, style.eol));
  else if (last !== undefined) add(statement, behind(source, last, style.eol));
  return {
    path: source.path,
    before: source.text,
    after: edited.toString(),
    summary: `mounts the runtime at ${BASE_PATH}`,
  };
}

/** Routers in front, at a path above that of the runtime, may answer what is meant for it. */
function notices({ source, app }: Entry): readonly string[] {
  const above = new RegExp(`\\b${app.name}\\.(?:use|route)\\(\\s*['"\`]/api/?['"\`]`);
  return above.test(source.text)
    ? [
        `${source.path} mounts something at /api: if that answers every path below, ` +
          `move the line with copilotKit in front of it.`,
      ]
    : [];
}

/** The file alone, and the lines that the user has to add. */
function byHand(
  { files, manifest, model }: InitContext,
  kind: ServerKind,
  entry: Entry | undefined,
): Pick<FrameworkPlan, 'changes' | 'notices'> {
  const typescript = files.read('tsconfig.json') !== null;
  const module = { typescript, esm: typescript || manifest.isModule };
  const folder = files.isDirectory('src') ? 'src/' : '';
  const path = `${folder}copilotkit.${typescript ? 'ts' : 'js'}`;
  const from = module.esm && manifest.isModule ? './copilotkit.js' : './copilotkit';
  const text = inStyle(kind.source(model, module), DEFAULT_STYLE);
  return {
    changes: ownFile(files, { path, text }),
    notices: mountedAnywhere(files)
      ? []
      : [
          [
            entry === undefined
              ? 'No file could be found that clearly makes the application. Add these lines to it,'
              : `${entry.source.path} has a base path, which goes in front of every other: take it off ` +
                `that of the runtime. Add these lines to it,`,
            'the second one in front of its last routes, its error handlers and its start:',
            '',
            `  ${importLine({ from, names: ['copilotKit'] }, module)}`,
            `  ${kind.mount('app')}`,
          ].join('\n'),
        ],
  };
}

function mountedAnywhere(files: InitContext['files']): boolean {
  return files
    .list()
    .filter((path) => /\.[cm]?[jt]sx?$/.test(path) && !/(^|\/)copilotkit\.[cm]?[jt]s$/.test(path))
    .some((path) => isMounted(files.read(path) ?? ''));
}
