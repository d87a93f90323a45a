import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { CliError } from '../cli-error.js';
import { ProjectFiles } from '../project/project-files.js';
import type { FileChange } from './file-change.js';

/**
 * Writes all files or none: first each under a temporary name beside its place, then they take
 * their places at once. If that fails, what has been replaced is put back.
 *
 * @throws CliError if a file cannot be written, is read-only, or is no longer what the plan was
 * made for
 */
export function writeChanges(directory: string, changes: readonly FileChange[]): void {
  const now = new ProjectFiles(directory);
  const changed = changes.find(({ path, before }) => now.read(path) !== before);
  if (changed !== undefined) {
    throw new CliError(
      `${changed.path} has changed in the meantime: nothing was written. Try again.`,
    );
  }
  const locked = changes.find((change) => isReadOnly(directory, change));
  if (locked !== undefined) {
    throw new CliError(
      `${locked.path} is read-only: nothing was written. Make it writable, and try again.`,
    );
  }
  const undo: (() => void)[] = [];
  try {
    const staged = changes.map((change) => stage(directory, change, undo));
    for (const place of staged) place();
  } catch (failure) {
    for (const step of undo.toReversed()) step();
    const reason = failure instanceof Error ? failure.message : String(failure);
    throw new CliError(`Nothing was changed, because a file could not be written: ${reason}`, {
      cause: failure,
    });
  }
}

/** Renaming would replace such a file all the same. */
function isReadOnly(directory: string, { path, before }: FileChange): boolean {
  return before !== null && (statSync(join(directory, path)).mode & 0o222) === 0;
}

/** Writes a file under its temporary name. The result gives it its own. */
function stage(
  directory: string,
  { path, before, after }: FileChange,
  undo: (() => void)[],
): () => void {
  const named = join(directory, path);
  // A link stays one.
  const target = before === null ? named : realpathSync(named);
  const temporary = `${target}.${process.pid}.tmp`;
  const folder = mkdirSync(dirname(target), { recursive: true });
  if (folder !== undefined) undo.push(() => rmSync(folder, { recursive: true, force: true }));
  undo.push(() => rmSync(temporary, { force: true }));
  const mode = before === null ? undefined : statSync(target).mode;
  writeFileSync(temporary, after, { mode, flag: 'wx' });
  return () => {
    renameSync(temporary, target);
    undo.push(() => {
      if (before === null) rmSync(target, { force: true });
      else writeFileSync(target, before);
    });
  };
}
