import { NOW, millis, statement, type Statement } from '../sql/statement.js';
import { recordChanges } from './record-changes.js';
import { threadColumns, threadJson } from './thread-columns.js';

/** The new fence of a thread: apart from every other thread's, and from its predecessors'. */
export const FIRST_FENCE = (pk: string): string => `${pk} * 1048576`;

export interface ThreadStatements {
  readonly get: Statement;
  readonly create: Statement;
  readonly update: Statement;
  readonly lockOne: Statement;
  readonly lockSome: Statement;
  readonly remove: Statement;
  readonly forget: Statement;
  readonly forgetTenant: Statement;
  readonly changesSince: Statement;
  readonly changeHeads: Statement;
}

export function threadStatements(schema: string): ThreadStatements {
  return {
    ...recordStatements(schema),
    ...removalStatements(schema),
    ...changeStatements(schema),
  };
}

function recordStatements(schema: string): Pick<ThreadStatements, 'get' | 'create' | 'update'> {
  return {
    // $1 project, $2 thread
    get: statement(`
      select ${threadColumns('t')} from ${schema}.threads t where t.project_pk = $1 and t.thread_id = $2`),
    // $1 project, $2 thread, $3 user, $4 agent, $5 name. No row: the id was taken meanwhile.
    create: statement(`
      with t as (
        insert into ${schema}.threads (project_pk, thread_id, user_id, agent_id, name, created_at, updated_at)
          select $1::int, $2::text, $3::text, $4::text, $5::text, n.now, n.now from (select ${NOW} as now) n
          on conflict (project_pk, thread_id) do nothing returning *),
      h as (
        insert into ${schema}.thread_heads (thread_pk, fence) select pk, ${FIRST_FENCE('pk')} from t),
      changing as (
        select t.project_pk, t.user_id, t.pk, t.thread_id, 'created' as kind,
            json_build_object('thread', ${threadJson('t')})::text as payload from t),
      ${recordChanges(schema, NOW)}
      select ${threadColumns('t')}, told.meta_seq as "metaSeq" from t join told on told.pk = t.pk`),
    // $1 project, $2 thread, $3 user or null, $4 archived or null, $5 whether there is a name, $6 name,
    // $7 metadata or null
    update: statement(`
      with t as (
        select * from ${schema}.threads t
          where t.project_pk = $1 and t.thread_id = $2 and ($3::text is null or t.user_id = $3)
          for no key update),
      k as (
        select t.pk, case
            when $4::boolean is not null and $4 <> t.archived then case when $4 then 'archived' else 'unarchived' end
            when $5::boolean and $6::text is distinct from t.name then 'renamed'
            when $7::text is not null then 'updated' end as kind from t),
      u as (
        update ${schema}.threads x
          set archived = coalesce($4, x.archived), name = case when $5 then $6 else x.name end,
            metadata = coalesce($7, x.metadata), updated_at = ${NOW}
          from k where x.pk = k.pk and k.kind is not null returning x.*, k.kind),
      changing as (
        select u.project_pk, u.user_id, u.pk, u.thread_id, u.kind,
            json_build_object('thread', ${threadJson('u')})::text as payload from u),
      ${recordChanges(schema, NOW)}
      select ${threadColumns('u')}, told.meta_seq as "metaSeq" from u join told on told.pk = u.pk
      union all
      select ${threadColumns('t')}, null from t join k on k.pk = t.pk where k.kind is null`),
  };
}

type Removal = 'lockOne' | 'lockSome' | 'remove';

function removalStatements(schema: string): Pick<ThreadStatements, Removal> {
  // In the order in which everybody locks: threads, then heads, each by their keys.
  const lockHeads = `
      select h.thread_pk as pk, h.next_seq as "nextSeq" from ${schema}.thread_heads h
        join t on t.pk = h.thread_pk order by h.thread_pk for update of h`;
  return {
    lockOne: statement(`
      with t as (
        select t.pk from ${schema}.threads t
          where t.project_pk = $1 and t.thread_id = $2 and ($3::text is null or t.user_id = $3) for update)
      ${lockHeads}`),
    // $1 project, $2 user or null, $3 limit
    lockSome: statement(`
      with t as (
        select t.pk from ${schema}.threads t
          where t.project_pk = $1 and ($2::text is null or t.user_id = $2) order by t.pk limit $3 for update)
      ${lockHeads}`),
    // $1 locked threads; a later statement than the one that locked, so that it sees what the last append wrote
    remove: statement(`
      with t as (delete from ${schema}.threads where pk = any($1::bigint[]) returning *),
      s as (delete from ${schema}.event_segments where thread_pk = any($1)),
      m as (delete from ${schema}.thread_message_ids where thread_pk = any($1)),
      changing as (
        select t.project_pk, t.user_id, t.pk, t.thread_id, 'deleted' as kind, '{"thread":null}' as payload from t),
      ${recordChanges(schema, NOW)}
      select t.pk, t.user_id as "userId", p.id as "tenantId", told.meta_seq as "metaSeq"
        from t join told on told.pk = t.pk join ${schema}.projects p on p.pk = t.project_pk`),
  };
}

type Changes = 'forget' | 'forgetTenant' | 'changesSince' | 'changeHeads';

function changeStatements(schema: string): Pick<ThreadStatements, Changes> {
  return {
    forget: statement(
      `delete from ${schema}.thread_changes where project_pk = $1 and user_id = $2`,
    ),
    forgetTenant: statement(`delete from ${schema}.thread_changes where project_pk = $1`),
    // $1 project, $2 user, $3 number, $4 limit. One row at least, for the head.
    changesSince: statement(`
      select x.head, x.oldest, c.meta_seq as "metaSeq", c.kind, c.thread_id as "threadId", c.payload,
          ${millis('c.at')} as at
        from (select
            coalesce((select meta_seq from ${schema}.user_heads where project_pk = $1 and user_id = $2), 0) as head,
            (select min(meta_seq) from ${schema}.thread_changes where project_pk = $1 and user_id = $2) as oldest) x
        left join lateral (
          select * from ${schema}.thread_changes
            where project_pk = $1 and user_id = $2 and meta_seq > $3 order by meta_seq limit $4) c on true
        order by c.meta_seq`),
    // $1 tenants, $2 users
    changeHeads: statement(`
      select coalesce(h.meta_seq, 0) as head
        from unnest($1::text[], $2::text[]) with ordinality as s(tenant, owner, nth)
        left join ${schema}.projects p on p.id = s.tenant
        left join ${schema}.user_heads h on h.project_pk = p.pk and h.user_id = s.owner
        order by s.nth`),
  };
}
