import type { Scope, StoreEngine, ThreadQuery } from '@flightdeck/store';
import Database from 'libsql';

import { distribution } from '../support/percentiles.js';
import { bounded, type Row } from '../support/row.js';
import { createPlace, openStore, type StoreKind, type StorePlace } from '../support/stores.js';

const THREADS = Number(process.env.BENCH_LIST_THREADS ?? 1_000_000);
/** One of the users has a tenth of all threads, the others 100 each. */
const USER: Scope = { tenantId: 'acme', userId: 'heavy' };
const TENANT: Scope = { tenantId: 'acme', userId: null };
const PAGES = 200;
const DEEP = 200;
const BOUND_MS = 5;

/** Pages of 50 out of a million threads: the first one, and ones that lie deep. */
export async function listThreads(kind: StoreKind): Promise<Row[]> {
  const place = await createPlace(kind);
  const store = openStore(place);
  try {
    // Makes the schema and the tenant.
    await store.coordinator.start();
    await store.threads.ensure(USER, { threadId: 'first', agentId: 'agent-0' });
    console.error(`  ${kind}: making ${THREADS} threads`);
    await fill(place);
    return await measureAll(store, kind);
  } finally {
    await store.close();
    await place.dispose();
  }
}

async function measureAll(store: StoreEngine, kind: StoreKind): Promise<Row[]> {
  const rows: Row[] = [];
  const lists: readonly [name: string, scope: Scope, query: Omit<ThreadQuery, 'limit'>][] = [
    ['a user', USER, {}],
    ['a user and agent', USER, { agentId: 'agent-1' }],
    ['a user, archived included', USER, { archived: 'all' }],
    ['the whole tenant', TENANT, {}],
  ];
  for (const [name, scope, query] of lists) {
    const first = await times(() => store.threads.list(scope, { ...query, limit: 50 }));
    let cursor: string | null = null;
    for (let page = 0; page < DEEP; page += 1) {
      const found: { readonly nextCursor: string | null } = await store.threads.list(scope, {
        ...query,
        limit: 50,
        ...(cursor === null ? {} : { cursor }),
      });
      if (found.nextCursor === null) throw new Error(`${name} has only ${page} pages`);
      cursor = found.nextCursor;
    }
    const at = cursor ?? '';
    const deep = await times(() => store.threads.list(scope, { ...query, limit: 50, cursor: at }));
    const row = { workload: `list of ${THREADS} threads`, store: kind };
    const show = (value: number): string => `${value.toFixed(2)} ms`;
    rows.push(bounded({ ...row, what: `${name}, first page p95` }, first, BOUND_MS, show));
    rows.push(bounded({ ...row, what: `${name}, page ${DEEP} p95` }, deep, BOUND_MS, show));
  }
  return rows;
}

async function times(
  list: () => Promise<{ readonly threads: readonly unknown[] }>,
): Promise<number> {
  const measured: number[] = [];
  for (let round = 0; round < PAGES; round += 1) {
    const startedAt = performance.now();
    const { threads } = await list();
    if (threads.length !== 50) throw new Error(`A page has ${threads.length} threads`);
    measured.push(performance.now() - startedAt);
  }
  return distribution(measured).p95;
}

const COLUMNS =
  'project_pk, thread_id, user_id, agent_id, name, archived, created_at, updated_at, last_run_at';

function columnsOf(n: string, time: string): string {
  return [
    'p.pk',
    `'thread-' || ${n}`,
    `case when ${n} % 10 = 0 then 'heavy' else 'user-' || (${n} / 111) end`,
    `'agent-' || (${n} / 10 % 3)`,
    `'Thread number ' || ${n}`,
    `(${n} / 10 % 5 = 0)`,
    time,
    time,
    time,
  ].join(', ');
}

/** Threads as a year of use would have left them, written past the engine because a run each would take hours. */
async function fill(place: StorePlace): Promise<void> {
  const now = Date.now();
  if (place.kind === 'postgres') {
    const time = `to_timestamp((${now} - n * 30000::bigint) / 1000.0)`;
    await place.sql(`insert into ${place.schema}.threads (${COLUMNS})
      select ${columnsOf('n', time)}
      from ${place.schema}.projects p, generate_series(1, ${THREADS}) n where p.id = 'acme';
      analyze ${place.schema}.threads`);
    return;
  }
  const database = new Database(place.file);
  database.exec(`with recursive numbers(n) as (
      select 1 union all select n + 1 from numbers where n < ${THREADS})
    insert into threads (${COLUMNS}, activity_at)
    select ${columnsOf('n', `${now} - n * 30000`)}, ${now} - n * 30000
    from projects p, numbers where p.id = 'acme'`);
  database.close();
}
