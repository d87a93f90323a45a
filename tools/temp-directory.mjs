import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A fresh directory outside of the repository, removed when this process ends. */
export function tempDirectory(purpose) {
  const directory = mkdtempSync(join(tmpdir(), `flightdeck-${purpose}-`));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
