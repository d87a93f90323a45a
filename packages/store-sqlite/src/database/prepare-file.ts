import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

import { StoreError, type StoreErrorCode } from '@flightdeck/store';

export const IN_MEMORY = ':memory:';

/**
 * Makes the folder of a database file, and finds out what SQLite would only call "unable to open".
 *
 * @throws StoreError `access_denied`, `read_only`
 */
export async function prepareFile(file: string): Promise<void> {
  if (file === IN_MEMORY) return;
  const folder = dirname(file);
  const name = basename(file);
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw failure('access_denied', `The folder of ${name} cannot be created: ${folder}`, cause);
  }
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory() === true) {
    throw failure('access_denied', `The thread store ${name} is a folder: name a file in it`);
  }
  const advice = 'make the file and its folder writable for this process';
  try {
    // SQLite writes further files next to it.
    await access(folder, constants.W_OK | constants.X_OK);
    if (found !== null) await access(file, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw failure('read_only', `The thread store ${name} cannot be written to: ${advice}`, cause);
  }
}

function failure(code: StoreErrorCode, message: string, cause?: unknown): StoreError {
  const { code: reason }: { code?: unknown } = Object(cause);
  if (typeof reason !== 'string') return new StoreError(code, message);
  // A file system that is mounted read-only fails as a folder without permission does.
  return new StoreError(reason === 'EROFS' ? 'read_only' : code, `${message} (${reason})`, {
    cause,
  });
}
