import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the files of one suite. */
export interface TempFolder {
  /** A path in it that nobody has used, in a folder of its own. */
  file(name?: string): string;
  remove(): Promise<void>;
}

export async function tempFolder(): Promise<TempFolder> {
  const path = await mkdtemp(join(tmpdir(), 'flightdeck-sqlite-'));
  let count = 0;
  return {
    file(name = 'threads.db') {
      const folder = join(path, String((count += 1)));
      mkdirSync(folder);
      return join(folder, name);
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
