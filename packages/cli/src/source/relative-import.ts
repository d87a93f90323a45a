import type { ProjectFiles } from '../project/project-files.js';
import type { ParsedSource } from './parse-source.js';
import { isTypeScriptPath } from './parse-source.js';
import { readBindings } from './bindings.js';

/** `.js` for `.ts`, as it is called where it is imported once it is built. */
const BUILT: Readonly<Record<string, string>> = { ts: 'js', tsx: 'js', mts: 'mjs', cts: 'cjs' };

/**
 * How a file imports another one in its folder: with the extension that its own imports have, else
 * as its kind of project needs it.
 *
 * @param name of the other file, without its extension
 * @param isModule whether the file is loaded as an ES module
 */
export function relativeImport(
  files: ProjectFiles,
  { from, name, isModule }: { from: ParsedSource; name: string; isModule: boolean },
): string {
  const extension = from.path.slice(from.path.lastIndexOf('.') + 1);
  const known = readBindings(from.program)
    .filter(({ source }) => /^\.\.?\//.test(source) && !/\.(json|css|node)$/.test(source))
    .map(({ source }) => /\.([cm]?[jt]sx?)$/.exec(source)?.[1]);
  const own = `./${name}`;
  if (known.length > 0) {
    if (known.every((end) => end === undefined)) return own;
    return `${own}.${known.some((end) => end?.includes('t')) ? extension : built(extension)}`;
  }
  if (!isTypeScriptPath(from.path)) return isModule ? `${own}.${extension}` : own;
  if (allowsTypeScriptPaths(files)) return `${own}.${extension}`;
  return isModule || extension !== 'ts' ? `${own}.${built(extension)}` : own;
}

function built(extension: string): string {
  return BUILT[extension] ?? extension;
}

function allowsTypeScriptPaths(files: ProjectFiles): boolean {
  const options = files.read('tsconfig.json') ?? '';
  return /"(allowImportingTsExtensions|rewriteRelativeImportExtensions)"\s*:\s*true/.test(options);
}
