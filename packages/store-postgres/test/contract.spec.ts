import { runThreadStoreContract } from '@flightdeck/testing';

import { postgresThreads } from '../src/index.js';
import { describePostgres } from './support/describe-postgres.js';

await describePostgres('PostgreSQL', (postgres) => {
  const schema = postgres.newSchema();

  /** Small tables are emptied faster row by row. */
  async function withoutThreads(): Promise<void> {
    const tables = ['threads', 'thread_changes', 'user_heads', 'event_segments'];
    tables.push('thread_message_ids', 'nodes');
    await postgres.query(tables.map((table) => `delete from "${schema}".${table}`).join(';'));
  }

  beforeAll(async () => {
    const engine = postgresThreads({ url: postgres.url, schema, bus: null });
    await engine.coordinator.start();
    await engine.close();
  });

  runThreadStoreContract({
    name: 'postgres',
    api: { describe, it, beforeAll, afterAll, beforeEach, afterEach },
    createEngine: async () => {
      await withoutThreads();
      return postgresThreads({ url: postgres.url, schema });
    },
  });
});
