import { runThreadStoreContract } from '@flightdeck/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from '@jest/globals';

import { hasNodeSqlite } from '../src/driver/open-node-driver.js';
import { sqliteThreads, type SqliteDriverName } from '../src/index.js';
import { tempFolder, type TempFolder } from './support/temp-folder.js';

const api = { describe, it, beforeAll, afterAll, beforeEach, afterEach };
const drivers: SqliteDriverName[] = hasNodeSqlite() ? ['node', 'libsql'] : ['libsql'];

let folder: TempFolder;
beforeAll(async () => {
  folder = await tempFolder();
});
afterAll(() => folder.remove());

for (const driver of drivers) {
  runThreadStoreContract({
    name: `a SQLite file by ${driver}`,
    api,
    createEngine: async () => sqliteThreads({ file: folder.file(), driver }),
  });
}

runThreadStoreContract({
  name: 'SQLite in memory',
  api,
  createEngine: async () => sqliteThreads({ file: ':memory:' }),
});
