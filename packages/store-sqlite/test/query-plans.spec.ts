import { listStatement } from '../src/rows/thread-list-sql.js';
import { acquire, ALICE, openBackend, run, type OpenBackend } from './support/open-backend.js';

const AFTER = { activityAt: 5, pk: 7 };

describe('query plans [threads.list-cost]', () => {
  let open: OpenBackend;
  beforeAll(async () => {
    open = await openBackend();
    await run(open.backend, 't', 'r');
  });
  afterAll(() => open.backend.close());

  function planOf(sql: string, parameters: readonly (string | number | null)[]): string[] {
    return open.session
      .all(`explain query plan ${sql}`, ...parameters)
      .map((row) => String(row['detail']));
  }

  describe.each([
    ['a user', 'alice'],
    ['a tenant', null],
  ])('of the list of %s', (_, userId) => {
    const agents = [undefined, 'agent'];
    const cases = agents.flatMap((agentId) =>
      (['no', 'only', 'all'] as const).flatMap((archived) =>
        [null, AFTER].map((after) => ({ agentId, archived, after })),
      ),
    );

    it.each(cases)('seek and never sort, with %o', ({ agentId, archived, after }) => {
      const filter = agentId === undefined ? {} : { agentId };
      const { sql, parameters } = listStatement(1, userId, {
        ...filter,
        archived,
        after,
        limit: 51,
      });
      const plan = planOf(sql, parameters as (string | number)[]);
      const searches = plan.filter((step) => step.startsWith('SEARCH threads USING INDEX'));
      expect(searches).toHaveLength(archived === 'all' ? 2 : 1);
      for (const step of searches) expect(step).toContain('archived=? AND last_run_at');
      expect(plan.join('\n')).not.toMatch(/SCAN|TEMP B-TREE/);
    });
  });

  it('read no table from its beginning, whatever a backend does', async () => {
    const { backend, session } = open;
    const seen = new Set<string>();
    const statements = spyOnStatements(session, seen);
    const held = await acquire(backend, 'u', 'r1');
    const ended = await run(backend, 'v', 'r1');
    const row = await backend.log.run(ended.runPk);
    if (row === null) throw new Error('The run is gone');
    await backend.log.writeArchive(row, { events: [{ seq: 1, json: '{}' }], fences: [[1, 1]] });
    await backend.log.read(held.threadPk, 0, 1_000);
    await backend.log.cursorFacts(ended.threadPk, 1);
    await backend.log.runs(ended.threadPk, 0, 10);
    await backend.log.archive(ended.runPk);
    await backend.log.runsToCompact(0, 10);
    await backend.log.dropRaw(-1_000, 10);
    await backend.log.heads([held.threadPk]);
    await backend.log.knownMessageIds(held.threadPk, ['m']);
    await backend.threads.changesSince(ALICE, 0, 10);
    await backend.threads.update(ALICE, 'v', { name: 'x' });
    await backend.runs.requestStop(ALICE, { threadId: 'u' });
    const policy = { archiveAfterDays: 1, removeAfterDays: 2, removeArchivedAfterDays: 1 };
    await backend.threads.applyRetention(policy, 10);
    await backend.threads.remove(ALICE, 'u');
    await backend.threads.removeSome(ALICE, 10);
    statements.restore();

    expect(seen.size).toBeGreaterThan(30);
    // Few rows by nature: the nodes of one host, and what a transaction was given itself.
    const small = /^SCAN (nodes|json_each)|^SCAN h USING (COVERING )?INDEX thread_heads_owned/;
    for (const sql of seen) {
      const marks = Array.from(sql.matchAll(/\?/g), () => 1);
      const scans = planOf(sql, marks).filter(
        (step) =>
          /^SCAN|TEMP B-TREE/.test(step) && !small.test(step) && step !== 'SCAN CONSTANT ROW',
      );
      expect([sql, scans]).toEqual([sql, []]);
    }
  });
});

/** Notes the statements that a session runs. */
function spyOnStatements(session: OpenBackend['session'], seen: Set<string>): { restore(): void } {
  const { run: runs, all, get } = session;
  session.run = (sql, ...rest) => (seen.add(sql), runs.call(session, sql, ...rest));
  session.all = (sql, ...rest) => (seen.add(sql), all.call(session, sql, ...rest));
  session.get = (sql, ...rest) => (seen.add(sql), get.call(session, sql, ...rest));
  return { restore: () => Object.assign(session, { run: runs, all, get }) };
}
