import { encodeSegment } from '@flightdeck/store/engine';
import { runEngineModelCheck } from '@flightdeck/testing';
import { describe, it } from '@jest/globals';

import { SqliteBackend } from '../src/sqlite-backend.js';
import { resolveSqliteOptions } from '../src/sqlite-options.js';

runEngineModelCheck({
  name: 'SQLite (T19)',
  api: { describe, it },
  createBackend: async () => new SqliteBackend(resolveSqliteOptions({ file: ':memory:' })),
  encodeSegment,
  // 100,000 steps in all.
  seeds: Array.from({ length: 10 }, (_, index) => index + 1),
  steps: 10_000,
});
