import { encodeSegment } from '@flightdeck/store/engine';
import { runEngineModelCheck } from '@flightdeck/testing';

import { PostgresBackend } from '../src/postgres-backend.js';
import { resolveConnectionOptions } from '../src/postgres-options.js';
import { describePostgres } from './support/describe-postgres.js';

await describePostgres('PostgreSQL', (postgres) => {
  const schema = postgres.newSchema();

  runEngineModelCheck({
    name: 'postgres',
    api: { describe, it },
    createBackend: async () =>
      new PostgresBackend(resolveConnectionOptions({ url: postgres.url, schema })),
    encodeSegment,
    steps: process.env['LONG_CHECKS'] === undefined ? 1_000 : 3_000,
  });
});
