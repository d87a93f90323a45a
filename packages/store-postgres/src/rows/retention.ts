import type { RetentionPolicy } from '@flightdeck/store/engine';

import type { Session } from '../sql/database.js';
import { NOW, statement, type Statement } from '../sql/statement.js';
import { recordChanges } from './record-changes.js';
import { threadJson } from './thread-columns.js';

const IDLE = (alias: string): string => `coalesce(${alias}.last_run_at, ${alias}.created_at)`;
const CHANGES_PER_PASS = 10_000;

interface RetentionStatements {
  readonly lockIdle: Statement;
  readonly archive: Statement;
  readonly dropChanges: Statement;
}

/** Which threads have been idle for too long, by the clock of the database. */
export class Retention {
  readonly #sql: RetentionStatements;

  constructor(schema: string) {
    this.#sql = retentionStatements(schema);
  }

  /** Locks up to `limit` threads to be removed, archived ones or others. */
  async lockIdle(
    session: Session,
    archived: boolean,
    days: number | null,
    limit: number,
  ): ReturnType<Session['rows']> {
    return days === null ? [] : session.rows(this.#sql.lockIdle, [archived, days, limit]);
  }

  /** Archives up to `limit` threads, one row for each. */
  async archive(
    session: Session,
    { archiveAfterDays }: RetentionPolicy,
    limit: number,
  ): ReturnType<Session['rows']> {
    return archiveAfterDays === null
      ? []
      : session.rows(this.#sql.archive, [archiveAfterDays, limit]);
  }

  async dropChanges(session: Session): Promise<void> {
    await session.rows(this.#sql.dropChanges, [CHANGES_PER_PASS]);
  }
}

function retentionStatements(schema: string): RetentionStatements {
  const before = (days: string): string => `${NOW} - ${days}::float8 * interval '1 day'`;
  return {
    // Nobody waits for a thread that somebody else is busy with: its turn comes again.
    lockIdle: statement(`
      with t as (
        select t.pk from ${schema}.threads t
          where t.archived = $1::boolean and ${IDLE('t')} < ${before('$2')}
            and not exists (select 1 from ${schema}.thread_heads h
              where h.thread_pk = t.pk and h.active_run_pk is not null)
          order by ${IDLE('t')} limit $3 for update skip locked)
      select h.thread_pk as pk, h.next_seq as "nextSeq" from ${schema}.thread_heads h
        join t on t.pk = h.thread_pk where h.active_run_pk is null for update of h skip locked`),
    archive: statement(`
      with t as (
        select t.pk from ${schema}.threads t
          where not t.archived and ${IDLE('t')} < ${before('$1')}
            and not exists (select 1 from ${schema}.thread_heads h
              where h.thread_pk = t.pk and h.active_run_pk is not null)
          order by ${IDLE('t')} limit $2 for no key update skip locked),
      u as (
        update ${schema}.threads x set archived = true, updated_at = ${NOW} from t
          where x.pk = t.pk returning x.*),
      changing as (
        select u.project_pk, u.user_id, u.pk, u.thread_id, 'archived' as kind,
            json_build_object('thread', ${threadJson('u')})::text as payload from u),
      ${recordChanges(schema, NOW)}
      select u.user_id as "userId", p.id as "tenantId", max(told.meta_seq) as "metaSeq", count(*) as many
        from u join told on told.pk = u.pk join ${schema}.projects p on p.pk = u.project_pk
        group by u.user_id, p.id`),
    dropChanges: statement(`
      delete from ${schema}.thread_changes c using (
          select project_pk, user_id, meta_seq from ${schema}.thread_changes
            where at < ${NOW} - interval '1 day' order by at limit $1 for update skip locked) old
        where c.project_pk = old.project_pk and c.user_id = old.user_id and c.meta_seq = old.meta_seq`),
  };
}
