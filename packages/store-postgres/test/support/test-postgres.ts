import { randomBytes } from 'node:crypto';

import { findPostgres } from '@flightdeck/testing';
import { Client } from 'pg';

/** A database for a spec file, in which it makes schemas of its own. */
export interface TestPostgres {
  readonly url: string;
  /** A name that no other test uses; the schema is dropped in the end. */
  newSchema(): string;
  /** Sends statements past the store. */
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** `null` where no PostgreSQL is to be had. */
export async function testPostgres(): Promise<TestPostgres | null> {
  const server = await findPostgres();
  if (server === null) return null;
  const schemas: string[] = [];
  const client = new Client({ connectionString: server.url });
  client.on('error', () => undefined);
  await client.connect();
  return {
    url: server.url,
    newSchema: () => {
      const name = `test_${randomBytes(6).toString('hex')}`;
      schemas.push(name);
      return name;
    },
    query: async (text, values = []) => (await client.query(text, values)).rows,
    close: async () => {
      for (const schema of schemas) {
        await client.query(
          `set client_min_messages = error; drop schema if exists "${schema}" cascade`,
        );
      }
      await client.end();
      await server.close();
    },
  };
}
