import type { ThreadRowQuery } from '@flightdeck/store/engine';

import { PostgresBackend } from '../src/postgres-backend.js';
import { resolveConnectionOptions } from '../src/postgres-options.js';
import { ThreadList } from '../src/rows/thread-list.js';
import { describePostgres } from './support/describe-postgres.js';

/** Enough for plans to differ; `LIST_THREADS=1000000` shows what a million costs. */
const THREADS = Number(process.env['LIST_THREADS'] ?? 30_000);
const LIMIT = 51;
/** Pages of 8 KiB: one per row, and the way down each index. */
const MAX_BUFFERS = 2 * LIMIT + 40;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

await describePostgres('lists of threads in PostgreSQL', (postgres) => {
  const schema = postgres.newSchema();
  const list = new ThreadList({ rows: () => Promise.resolve([]) }, `"${schema}"`);
  let project = 0;

  beforeAll(async () => {
    const options = resolveConnectionOptions({ url: postgres.url, schema });
    const backend = new PostgresBackend(options);
    await backend.open();
    await backend.threads.ensure(
      { tenantId: 'acme', userId: 'alice' },
      { threadId: 't', agentId: 'a' },
    );
    await backend.close();
    const [row] = await postgres.query(`select pk from "${schema}".projects`);
    project = Number(row?.['pk']);
    await postgres.query(
      `insert into "${schema}".threads
          (project_pk, thread_id, user_id, agent_id, archived, created_at, updated_at, last_run_at)
        select $1, 'thread ' || n, case when n % 10 = 0 then 'alice' else 'user ' || n % 997 end,
            'agent ' || n % 7, n % 6 = 0, now(), now(),
            case when n % 11 <> 0 then now() - (n::bigint * 7919 % 1000003) * interval '1 second' end
          from generate_series(1, $2::int) n`,
      [project, THREADS],
    );
    await postgres.query(`analyze "${schema}".threads`);
  }, 300_000);

  const user = { tenantId: 'acme', userId: 'alice' };
  const tenant = { tenantId: 'acme', userId: null };

  describe.each([
    ['of a user', user, { archived: 'no' }],
    ['of a user and an agent', user, { archived: 'no', agentId: 'agent 3' }],
    ['of a user, archived ones included', user, { archived: 'all' }],
    ['of a user, archived ones only', user, { archived: 'only' }],
    ['of a tenant', tenant, { archived: 'no' }],
    [
      'of a tenant and an agent, archived ones included',
      tenant,
      { archived: 'all', agentId: 'agent 3' },
    ],
  ] as const)('%s', (_whose, scope, filter) => {
    it.each([
      ['the first page', null],
      ['a page in the middle', { activityAt: Date.now() - 400_000_000, pk: 5 }],
    ])('read no more than they show [threads.list-cost]: %s', async (_page, after) => {
      const query: ThreadRowQuery = { ...filter, limit: LIMIT, after };
      const { text, values } = list.query(project, scope, query);
      const [row] = await postgres.query(`explain (analyze, buffers, format json) ${text.text}`, [
        ...values,
      ]);
      const [explained] = (row?.['QUERY PLAN'] ?? []) as readonly { Plan: PlanNode }[];
      const plan = explained?.Plan;
      if (plan === undefined) throw new Error('no plan');
      const nodes = flat(plan);
      const scans = nodes.filter((node) => node['Node Type'].includes('Scan'));
      const kinds = new Set(scans.map((node) => node['Node Type']));
      expect([...kinds].filter((kind) => kind === 'Seq Scan' || kind.startsWith('Bitmap'))).toEqual(
        [],
      );
      for (const scan of scans) {
        expect(scan['Actual Rows'] + (scan['Rows Removed by Filter'] ?? 0)).toBeLessThanOrEqual(
          2 * LIMIT,
        );
      }
      expect(plan['Actual Rows']).toBe(LIMIT);
      expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(MAX_BUFFERS);
      if (process.env['LIST_THREADS'] !== undefined) await report(scope, query);
    });
  });

  /** Says how long a page takes, for whoever measures. */
  async function report(
    scope: { tenantId: string; userId: string | null },
    query: ThreadRowQuery,
  ): Promise<void> {
    const { text, values } = list.query(project, scope, query);
    const times: number[] = [];
    for (let round = 0; round < 200; round += 1) {
      const begun = performance.now();
      await postgres.query(text.text, [...values]);
      times.push(performance.now() - begun);
    }
    times.sort((left, right) => left - right);
    const [p50, p99] = [times[100]?.toFixed(2), times[198]?.toFixed(2)];
    process.stderr.write(`${JSON.stringify({ scope, query })}: p50 ${p50} ms, p99 ${p99} ms\n`);
  }
});

function flat(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flat)];
}
