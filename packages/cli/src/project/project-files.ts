import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { CliError } from '../cli-error.js';
import { readGitIgnore, type GitIgnore } from './git-ignore.js';

/** Folders beside a `package.json` that nobody writes by hand. */
const GENERATED = new Set(['dist', 'build', 'coverage', 'out']);

/**
 * The files of a project, by paths relative to its directory, with slashes on every system. What
 * was read once stays as it was.
 */
export class ProjectFiles {
  readonly #texts = new Map<string, string | null>();
  #paths: readonly string[] | undefined;

  readonly directory: string;

  /** @param directory absolute */
  constructor(directory: string) {
    this.directory = directory;
  }

  /**
   * The text of a file; `null` if there is none.
   *
   * @throws CliError if it cannot be read, or is not in UTF-8
   */
  read(path: string): string | null {
    const known = this.#texts.get(path);
    if (known !== undefined) return known;
    const text = readText(join(this.directory, path));
    this.#texts.set(path, text);
    return text;
  }

  /** The first of the paths that is a file. */
  find(paths: readonly string[]): string | undefined {
    return paths.find((path) => this.read(path) !== null);
  }

  isDirectory(path: string): boolean {
    return kindOf(join(this.directory, path)) === 'directory';
  }

  /** What lies in the directory itself: the names of files and folders. */
  names(): readonly string[] {
    return entriesOf(this.directory).map(({ name }) => name);
  }

  /**
   * Every file, but those in folders whose name begins with a dot, that hold generated files by
   * custom, or that a `.gitignore` of the project names. Links are not followed.
   */
  list(): readonly string[] {
    this.#paths ??= this.#walk('', () => undefined);
    return this.#paths;
  }

  #walk(folder: string, above: GitIgnore): string[] {
    const entries = entriesOf(join(this.directory, folder));
    const names = new Set(entries.map(({ name }) => name));
    const at = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
    const own = readGitIgnore(names.has('.gitignore') ? (this.read(at('.gitignore')) ?? '') : '');
    const isIgnored: GitIgnore = (path, isFolder) =>
      own(path.slice(at('').length), isFolder) ?? above(path, isFolder);
    return entries.flatMap((entry) => {
      const path = at(entry.name);
      if (isIgnored(path, entry.isDirectory()) === true) return [];
      if (!entry.isDirectory()) return entry.isFile() ? [path] : [];
      return isSource(entry.name, names) ? this.#walk(path, isIgnored) : [];
    });
  }
}

/** Whether a folder may have what somebody has written. */
function isSource(name: string, beside: ReadonlySet<string>): boolean {
  if (name.startsWith('.') || name === 'node_modules') return false;
  return !(GENERATED.has(name) && beside.has('package.json'));
}

function entriesOf(directory: string) {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (failure) {
    throw unreadable(directory, failure);
  }
}

function readText(path: string): string | null {
  if (kindOf(path) !== 'other') return null;
  try {
    // A BOM stays a part of the text, so that it is written again.
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return decoder.decode(readFileSync(path));
  } catch (failure) {
    throw unreadable(path, failure);
  }
}

function kindOf(path: string): 'directory' | 'other' | null {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return null;
    return stats.isDirectory() ? 'directory' : 'other';
  } catch (failure) {
    // A file stands where a folder would have to be.
    if (failure !== null && typeof failure === 'object' && 'code' in failure) {
      if (failure.code === 'ENOTDIR') return null;
    }
    throw unreadable(path, failure);
  }
}

function unreadable(path: string, failure: unknown): CliError {
  const reason = failure instanceof Error ? failure.message : String(failure);
  return new CliError(`${path} cannot be read: ${reason}`, { cause: failure });
}
