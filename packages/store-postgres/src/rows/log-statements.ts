import { MAX_SEGMENT_EVENTS } from '@flightdeck/store/engine';

import { NOW, statement, type Statement } from '../sql/statement.js';

export interface LogStatements {
  readonly append: Statement;
  readonly appended: Statement;
  readonly read: Statement;
  readonly heads: Statement;
  readonly cursorHead: Statement;
  readonly knownMessageIds: Statement;
}

export function logStatements(schema: string): LogStatements {
  return { ...appendStatements(schema), ...readStatements(schema) };
}

function appendStatements(schema: string): Pick<LogStatements, 'append' | 'appended'> {
  // The segment that holds a number: none is longer than this.
  const segmentAt = (seq: string): string => `
          (select s.fence from ${schema}.event_segments s
            where s.thread_pk = i.tp and s.run_pk = i.rp and s.first_seq <= ${seq}
              and s.first_seq > ${seq} - ${MAX_SEGMENT_EVENTS} and s.last_seq >= ${seq}
            order by s.first_seq desc limit 1)`;
  return {
    // Items, $1 to $8: thread, fence, first, last, run, status, error code, error message;
    // segments, $9 to $12: thread, first, last, body; messages, $13 and $14: thread, id.
    // An item without a row: it is stored already, or fenced, see `appended`.
    append: statement(`
      with inp as (
        select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[],
          $6::text[], $7::text[], $8::text[]) u (tp, fe, fi, la, rp, st, ec, em)),
      adv as (
        update ${schema}.thread_heads h set next_seq = i.la + 1,
            active_run_pk = case when i.st is null then h.active_run_pk end,
            owner_node = case when i.st is null then h.owner_node end
          from inp i where h.thread_pk = i.tp and h.fence = i.fe and h.next_seq = i.fi and h.active_run_pk = i.rp
          returning i.*, h.stop_reason),
      seg as (
        insert into ${schema}.event_segments (thread_pk, first_seq, last_seq, run_pk, fence, body)
          select s.tp, s.fi, s.la, a.rp, a.fe, s.body
            from unnest($9::bigint[], $10::bigint[], $11::bigint[], $12::text[]) s (tp, fi, la, body)
            join adv a on a.tp = s.tp),
      msg as (
        insert into ${schema}.thread_message_ids (thread_pk, message_id)
          select m.tp, m.id from unnest($13::bigint[], $14::text[]) m (tp, id) join adv a on a.tp = m.tp
          on conflict do nothing),
      cls as (
        update ${schema}.runs r set status = a.st, last_seq = a.la, error_code = a.ec, error_message = a.em,
            ended_at = ${NOW}
          from adv a where r.pk = a.rp and a.st is not null)
      select tp as "threadPk", case when st is null then stop_reason end as stop from adv`),
    // $1 threads, $2 runs, $3 first numbers, $4 last ones: what the log says of items that were not appended
    appended: statement(`
      select i.tp as "threadPk", h.fence, h.active_run_pk = i.rp as active, h.stop_reason as stop,
          r.first_seq as "firstSeq", coalesce(r.last_seq, h.next_seq - 1) as "lastSeq",
          ${segmentAt('i.fi')} as "firstFence", ${segmentAt('i.la')} as "lastFence",
          a.fences
        from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) i (tp, rp, fi, la)
        left join ${schema}.thread_heads h on h.thread_pk = i.tp
        left join ${schema}.runs r on r.pk = i.rp and r.thread_pk = i.tp
        left join ${schema}.run_archives a on a.run_pk = r.pk`),
  };
}

type Reading = 'read' | 'heads' | 'cursorHead' | 'knownMessageIds';

function readStatements(schema: string): Pick<LogStatements, Reading> {
  const segment =
    's.first_seq, s.last_seq, s.fence, s.run_pk, s.body, octet_length(s.body)::bigint as bytes';
  return {
    // $1 thread, $2 after, $3 limit: one segment after the other, until they are large enough
    read: statement(`
      with recursive taken as (
        (select ${segment} from ${schema}.event_segments s
          where s.thread_pk = $1 and s.first_seq > $2::bigint - ${MAX_SEGMENT_EVENTS} and s.last_seq > $2
          order by s.first_seq limit 1)
        union all
        select n.first_seq, n.last_seq, n.fence, n.run_pk, n.body, taken.bytes + n.bytes
          from taken, lateral (
            select ${segment} from ${schema}.event_segments s
              where s.thread_pk = $1 and s.first_seq > taken.last_seq order by s.first_seq limit 1) n
          where taken.bytes < $3)
      select first_seq as "firstSeq", last_seq as "lastSeq", fence, run_pk as "runPk", body,
          exists (
            select 1 from ${schema}.event_segments s
              where s.thread_pk = $1 and s.first_seq > (select max(last_seq) from taken)) as more
        from taken order by first_seq`),
    heads: statement(`
      select h.thread_pk as "threadPk", h.next_seq as "nextSeq", h.fence, h.owner_node as "ownerNode",
          r.run_id as "activeRunId"
        from ${schema}.thread_heads h left join ${schema}.runs r on r.pk = h.active_run_pk
        where h.thread_pk = any($1::bigint[])`),
    // $1 thread, $2 number
    cursorHead: statement(`
      select h.thread_pk as "threadPk", h.next_seq as "nextSeq", h.fence, h.owner_node as "ownerNode",
          a.run_id as "activeRunId",
          (select s.fence from ${schema}.event_segments s
            where s.thread_pk = $1 and s.first_seq <= $2::bigint and s.first_seq > $2 - ${MAX_SEGMENT_EVENTS}
              and s.last_seq >= $2 order by s.first_seq desc limit 1) as "segmentFence",
          (select r.pk from ${schema}.runs r
            where r.thread_pk = $1 and r.first_seq <= $2 and $2 < h.next_seq and coalesce(r.last_seq, $2) >= $2
            order by r.pk desc limit 1) as "runPk"
        from ${schema}.thread_heads h left join ${schema}.runs a on a.pk = h.active_run_pk
        where h.thread_pk = $1`),
    knownMessageIds: statement(`
      select message_id as id from ${schema}.thread_message_ids
        where thread_pk = $1 and message_id = any($2::text[])`),
  };
}
