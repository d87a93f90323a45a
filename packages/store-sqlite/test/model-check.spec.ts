import { encodeSegment } from '@flightdeck/store/engine';
import { runEngineModelCheck } from '@flightdeck/testing';
import { describe, it } from '@jest/globals';

import { SqliteBackend } from '../src/sqlite-backend.js';
import { resolveSqliteOptions } from '../src/sqlite-options.js';

runEngineModelCheck({
  name: 'SQLite',
  api: { describe, it },
  createBackend: async () => new SqliteBackend(resolveSqliteOptions({ file: ':memory:' })),
  encodeSegment,
  steps: 10_000,
});
