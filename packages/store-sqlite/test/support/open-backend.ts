import type { AppendRow, AcquiredRun } from '@flightdeck/store/engine';
import { encodeSegment } from '@flightdeck/store/engine';
import type { RunClose, Scope } from '@flightdeck/store';

import type { SqliteDatabaseOptions } from '../../src/database/sqlite-database.js';
import type { SqliteSession } from '../../src/database/sqlite-session.js';
import { SqliteBackend } from '../../src/sqlite-backend.js';

export const ALICE: Scope = { tenantId: '', userId: 'alice' };

export interface OpenBackend {
  readonly backend: SqliteBackend;
  /** Its connection, for a look at the tables. */
  readonly session: SqliteSession;
}

/** A backend without an engine, in memory unless a file is given. */
export async function openBackend(
  options: Partial<SqliteDatabaseOptions> = {},
): Promise<OpenBackend> {
  let session: SqliteSession | undefined;
  const backend = new SqliteBackend({
    file: ':memory:',
    name: 'threads.db',
    driver: 'auto',
    busyTimeoutMs: 5_000,
    ...options,
    onOpen(open) {
      session = open;
      options.onOpen?.(open);
    },
  });
  await backend.open();
  if (session === undefined) throw new Error('There is no connection');
  return { backend, session };
}

export async function acquire(
  backend: SqliteBackend,
  threadId: string,
  runId: string,
  { scope = ALICE, nodeId = 'node' }: { scope?: Scope; nodeId?: string } = {},
): Promise<AcquiredRun> {
  const result = await backend.runs.acquire(scope, { threadId, runId, agentId: 'agent' }, nodeId);
  if (result.kind !== 'acquired') throw new Error(`The thread is ${result.kind}`);
  return result;
}

/** What appends the events to a run, from its first number on. */
export function rowOf(run: AcquiredRun, events: readonly string[], close?: RunClose): AppendRow {
  const { threadPk, runPk, fence, firstSeq } = run;
  const lastSeq = firstSeq + events.length - 1;
  const segments = [{ firstSeq, lastSeq, body: encodeSegment(events) }];
  const item = { threadPk, runPk, fence, firstSeq, lastSeq, segments, messageIds: [] };
  return close === undefined ? item : { ...item, close };
}

/** A whole run that leaves the events behind. */
export async function run(
  backend: SqliteBackend,
  threadId: string,
  runId: string,
  events: readonly string[] = ['{}'],
): Promise<AcquiredRun> {
  const acquired = await acquire(backend, threadId, runId);
  await backend.log.append([rowOf(acquired, events, { status: 'succeeded' })]);
  return acquired;
}
