import { posix } from 'node:path';

import { isSourcePath, parseSource, type ParsedSource } from '../source/parse-source.js';
import type { ProjectFiles } from '../project/project-files.js';
import type { Manifest } from '../project/manifest.js';
import { findServerApps, type AppShape, type ServerApp } from './server-apps.js';

/** A file that makes the application, and the variable that holds it. */
export interface Entry {
  readonly source: ParsedSource;
  readonly app: ServerApp;
}

const NAMES = ['index', 'server', 'app', 'main'];
const FOLDERS = ['src/', '', 'server/', 'app/', 'src/server/'];
const EXTENSIONS = ['ts', 'js', 'mts', 'mjs', 'cts', 'cjs', 'tsx', 'jsx'];

/**
 * Finds the one application of a project: first in the files that its `package.json` starts, then
 * under the usual names, then anywhere. `undefined` if there is none, or if it cannot be told which.
 */
export function findEntry(
  files: ProjectFiles,
  manifest: Manifest,
  shape: AppShape,
): Entry | undefined {
  const usual = [...startedFiles(manifest), ...usualFiles()].filter((path) => isEntryPath(path));
  for (const path of usual) {
    const entry = onlyOne(appsIn(files, path, shape));
    if (entry !== undefined) return entry;
  }
  const others = files.list().filter((path) => isEntryPath(path) && !usual.includes(path));
  return onlyOne(others.flatMap((path) => appsIn(files, path, shape)));
}

function isEntryPath(path: string): boolean {
  return (
    isSourcePath(path) && !/\.d\.[cm]?ts$|\.(spec|test)\.|(^|\/)(tests?|__tests__)\//.test(path)
  );
}

function appsIn(files: ProjectFiles, path: string, shape: AppShape): readonly Entry[] {
  const text = files.read(path);
  // Parsing everything would take long in large projects.
  if (text === null || !shape.modules.some((name) => text.includes(name))) return [];
  const source = parseSource(path, text);
  if (source === null) return [];
  return findServerApps(source.program, shape).map((app) => ({ source, app }));
}

/** Where several applications are, all but one tend to be parts of it, and not to have its name. */
function onlyOne(entries: readonly Entry[]): Entry | undefined {
  if (entries.length === 1) return entries[0];
  const named = entries.filter(({ app }) => /^(app|server|fastify)$/.test(app.name));
  return named.length === 1 ? named[0] : undefined;
}

/** Files that `main` and the scripts name, and the sources that they may be built from. */
function startedFiles({ main, scripts }: Manifest): readonly string[] {
  const words = [main ?? '', ...scripts.flatMap((script) => script.split(/[\s'"=]+/))];
  const paths = words
    .filter((word) => isSourcePath(word))
    .map((word) => posix.normalize(word.replaceAll('\\', '/')));
  return paths.flatMap((path) => {
    const source = path.replace(/^(dist|build|out|lib)\//, 'src/').replace(/js(x?)$/, 'ts$1');
    return [path, source, source.replace(/^src\//, '')];
  });
}

function usualFiles(): readonly string[] {
  return FOLDERS.flatMap((folder) =>
    NAMES.flatMap((name) => EXTENSIONS.map((extension) => `${folder}${name}.${extension}`)),
  );
}
