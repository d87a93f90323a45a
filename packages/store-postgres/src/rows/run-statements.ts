import { NOW, statement, type Statement } from '../sql/statement.js';
import { recordChanges } from './record-changes.js';
import { runColumns } from './run-columns.js';
import { threadJson } from './thread-columns.js';
import { FIRST_FENCE } from './thread-statements.js';

export interface RunStatements {
  readonly acquire: Statement;
  readonly create: Statement;
  readonly explain: Statement;
  readonly stop: Statement;
  readonly takeOverSome: Statement;
  readonly takeOverOne: Statement;
  readonly ownedBy: Statement;
}

export function runStatements(schema: string): RunStatements {
  return {
    ...acquisition(schema),
    stop: stopStatement(schema),
    ...takeOver(schema),
    ownedBy: statement(`
      select t.pk as "threadPk", t.thread_id as "threadId"
        from ${schema}.thread_heads h join ${schema}.threads t on t.pk = h.thread_pk
        where h.owner_node = $1 and h.active_run_pk is not null`),
  };
}

/** The change that tells of a run, from `tu`, the thread, and `r`, the run. */
function begun(schema: string, kind: 'created' | 'updated', select: string): string {
  const run = `json_build_object('runId', $4::text, 'agentId', $6::text,
        'cursor', r.fence::text || '.' || (r.first_seq - 1)::text)`;
  return `
    changing as (
      select tu.project_pk, tu.user_id, tu.pk, tu.thread_id, '${kind}' as kind,
          json_build_object('thread', ${threadJson('tu')}, 'run', ${run})::text as payload
        from tu join r on r.thread_pk = tu.pk),
    ${recordChanges(schema, NOW)}
    ${select}`;
}

const ACQUIRED = `
  select r.pk as "runPk", r.fence, r.first_seq as "firstSeq", r.thread_pk as "threadPk",
      tu.user_id as "userId", told.meta_seq as "metaSeq"
    from r join tu on tu.pk = r.thread_pk join told on told.pk = tu.pk`;

/** $1 project, $2 thread, $3 user or null, $4 run, $5 parent run, $6 agent, $7 node */
function acquisition(schema: string): Pick<RunStatements, 'acquire' | 'create' | 'explain'> {
  const insertRun = `
        insert into ${schema}.runs
          (thread_pk, project_pk, run_id, parent_run_id, agent_id, status, fence, owner_node, first_seq, started_at)`;
  return {
    // No row: see `explain`. Locks the thread and then its head, as everybody does.
    acquire: statement(`
      with t as (
        select t.pk from ${schema}.threads t
          where t.project_pk = $1 and t.thread_id = $2 and ($3::text is null or t.user_id = $3)
          for no key update),
      h as (
        select h.thread_pk, h.fence, h.next_seq from ${schema}.thread_heads h join t on t.pk = h.thread_pk
          where h.active_run_pk is null and not exists (
            select 1 from ${schema}.runs x where x.thread_pk = h.thread_pk and x.run_id = $4)
          for update of h),
      r as (${insertRun}
          select h.thread_pk, $1, $4, $5::text, $6, 'running', h.fence + 1, $7, h.next_seq, ${NOW} from h
          returning pk, thread_pk, fence, first_seq),
      hu as (
        update ${schema}.thread_heads x set fence = r.fence, active_run_pk = r.pk, owner_node = $7, stop_reason = null
          from r where x.thread_pk = r.thread_pk),
      tu as (
        update ${schema}.threads x set agent_id = $6, updated_at = ${NOW}, last_run_at = ${NOW}
          from r where x.pk = r.thread_pk returning x.*),
      ${begun(schema, 'updated', ACQUIRED)}`),
    // No row: the id was taken meanwhile.
    create: statement(`
      with tu as (
        insert into ${schema}.threads
            (project_pk, thread_id, user_id, agent_id, created_at, updated_at, last_run_at)
          select $1::int, $2::text, coalesce($3::text, ''), $6::text, n.now, n.now, n.now from (select ${NOW} as now) n
          on conflict (project_pk, thread_id) do nothing returning *),
      r as (${insertRun}
          select tu.pk, $1, $4, $5::text, $6, 'running', ${FIRST_FENCE('tu.pk')} + 1, $7, 1, ${NOW} from tu
          returning pk, thread_pk, fence, first_seq),
      h as (
        insert into ${schema}.thread_heads (thread_pk, fence, active_run_pk, owner_node)
          select r.thread_pk, r.fence, r.pk, $7 from r),
      ${begun(schema, 'created', ACQUIRED)}`),
    // $1 project, $2 thread, $3 user or null, $4 run
    explain: statement(`
      select t.pk as "threadPk", $3::text is null or t.user_id = $3 as visible,
          a.run_id as "activeRunId", d.status as duplicate
        from ${schema}.threads t
        join ${schema}.thread_heads h on h.thread_pk = t.pk
        left join ${schema}.runs a on a.pk = h.active_run_pk
        left join ${schema}.runs d on d.thread_pk = t.pk and d.run_id = $4
        where t.project_pk = $1 and t.thread_id = $2`),
  };
}

/** $1 project, $2 thread, $3 user or null, $4 run or null, $5 reason */
function stopStatement(schema: string): Statement {
  return statement(`
    with a as (
      select t.pk as thread_pk, h.active_run_pk, h.owner_node, h.stop_reason, r.run_id
        from ${schema}.threads t
        join ${schema}.thread_heads h on h.thread_pk = t.pk
        left join ${schema}.runs r on r.pk = h.active_run_pk
        where t.project_pk = $1 and t.thread_id = $2 and ($3::text is null or t.user_id = $3)),
    u as (
      update ${schema}.thread_heads h set stop_reason = $5::text from a
        where h.thread_pk = a.thread_pk and h.active_run_pk = a.active_run_pk and h.stop_reason is null
          and ($4::text is null or a.run_id = $4)
        returning h.thread_pk)
    select a.thread_pk as "threadPk", a.active_run_pk as "runPk", a.run_id as "runId", a.owner_node as "ownerNode",
        a.stop_reason is not null as stopping, exists (select 1 from u) as stopped,
        not exists (
          select 1 from ${schema}.nodes n
            where n.node_id = a.owner_node and n.expires_at > clock_timestamp()) as gone
      from a`);
}

/** $1 node, $2 limit or thread */
function takeOver(schema: string): Pick<RunStatements, 'takeOverSome' | 'takeOverOne'> {
  const gone = `not exists (
            select 1 from ${schema}.nodes n where n.node_id = h.owner_node and n.expires_at > clock_timestamp())`;
  const taking = (condition: string): Statement =>
    statement(`
      with dead as (
        select h.thread_pk from ${schema}.thread_heads h
          where h.active_run_pk is not null and ${condition} for update of h skip locked),
      u as (
        update ${schema}.thread_heads h set fence = h.fence + 1, owner_node = $1
          from dead where h.thread_pk = dead.thread_pk
          returning h.thread_pk, h.fence, h.next_seq, h.active_run_pk, h.stop_reason),
      r as (
        update ${schema}.runs x set attempt = x.attempt + 1, owner_node = $1
          from u where x.pk = u.active_run_pk returning x.*)
      select ${runColumns('r')}, t.thread_id as "threadId", t.user_id as "userId", p.id as "tenantId",
          u.fence, u.next_seq as "nextSeq", u.stop_reason is not null as "stopRequested"
        from u join r on r.pk = u.active_run_pk join ${schema}.threads t on t.pk = u.thread_pk
        join ${schema}.projects p on p.pk = t.project_pk`);
  return {
    takeOverSome: taking(`h.owner_node <> $1 and ${gone} limit $2`),
    takeOverOne: taking(`h.thread_pk = $2 and (h.owner_node = $1 or ${gone})`),
  };
}
