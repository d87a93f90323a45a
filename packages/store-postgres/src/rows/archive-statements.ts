import { NOW, statement, type Statement } from '../sql/statement.js';
import { runColumns } from './run-columns.js';

export interface ArchiveStatements {
  readonly runs: Statement;
  readonly run: Statement;
  readonly archive: Statement;
  readonly write: Statement;
  readonly due: Statement;
  readonly dropRaw: Statement;
}

export function archiveStatements(schema: string): ArchiveStatements {
  const columns = runColumns('r');
  const before = (ms: string): string => `${NOW} - ${ms}::float8 * interval '1 ms'`;
  return {
    // $1 thread, $2 behind this run, $3 limit
    runs: statement(`
      select ${columns} from ${schema}.runs r
        where r.thread_pk = $1 and r.pk > $2 order by r.pk limit $3`),
    run: statement(`select ${columns} from ${schema}.runs r where r.pk = $1`),
    archive: statement(`select codec, body, fences from ${schema}.run_archives where run_pk = $1`),
    // $1 run, $2 codec, $3 size, $4 fences, $5 body. The first archive stays.
    write: statement(`
      with r as (
        update ${schema}.runs set compacted_at = ${NOW}
          where pk = $1 and ended_at is not null and compacted_at is null returning pk)
      insert into ${schema}.run_archives (run_pk, codec, raw_bytes, fences, body)
        select r.pk, $2, $3, $4, $5 from r on conflict (run_pk) do nothing`),
    // $1 age, $2 limit
    due: statement(`
      select ${columns} from ${schema}.runs r
        where r.ended_at is not null and r.compacted_at is null and r.ended_at <= ${before('$1')}
        order by r.ended_at limit $2`),
    // $1 age, $2 limit. Several nodes do it at once, each with runs of its own.
    dropRaw: statement(`
      with r as (
        select r.pk, r.thread_pk, r.first_seq, r.last_seq from ${schema}.runs r
          where r.compacted_at is not null and r.has_raw and r.compacted_at <= ${before('$1')}
          order by r.compacted_at limit $2 for update skip locked),
      d as (
        delete from ${schema}.event_segments s using r
          where s.thread_pk = r.thread_pk and s.first_seq between r.first_seq and r.last_seq),
      u as (update ${schema}.runs x set has_raw = false from r where x.pk = r.pk)
      select count(*) as many from r`),
  };
}
