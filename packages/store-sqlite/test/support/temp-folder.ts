import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the files of one suite. */
export interface TempFolder {
  /** A path in it that nobody has used. */
  file(name?: string): string;
  remove(): Promise<void>;
}

export async function tempFolder(): Promise<TempFolder> {
  const path = await mkdtemp(join(tmpdir(), 'flightdeck-sqlite-'));
  let count = 0;
  return {
    file: (name = 'threads.db') => join(path, String((count += 1)), name),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
