import type { Migration } from '@flightdeck/store/engine';

/**
 * Times are epoch milliseconds; flags are 0 or 1; rows of `threads` and `runs` never reuse a key.
 *
 * - `thread_heads` is narrow and apart from `threads`, because every append changes it.
 * - `event_segments` is in the order of reading. A segment holds at most `MAX_SEGMENT_EVENTS`.
 * - The indexes of `threads` that end in `last_run_at desc, pk desc` are the orders of its lists.
 * - `runs_compact` and `runs_raw` are the queues of compaction and of dropping raw events.
 */
const THREADS: Migration = {
  id: 1,
  name: 'threads',
  sql: [
    `create table organizations (
      id text primary key, name text not null, created_at integer not null
    )`,
    `create table projects (
      pk integer primary key autoincrement, id text not null unique,
      org_id text not null references organizations(id), name text not null,
      created_at integer not null
    )`,
    `create table threads (
      pk integer primary key autoincrement, project_pk integer not null references projects(pk),
      thread_id text not null, user_id text not null, agent_id text not null, name text,
      archived integer not null default 0, created_at integer not null, updated_at integer not null,
      last_run_at integer, activity_at integer not null, metadata text,
      unique (project_pk, thread_id)
    )`,
    `create index threads_user on threads
      (project_pk, user_id, archived, last_run_at desc, pk desc) where last_run_at is not null`,
    `create index threads_user_agent on threads
      (project_pk, user_id, agent_id, archived, last_run_at desc, pk desc)
      where last_run_at is not null`,
    `create index threads_project on threads
      (project_pk, archived, last_run_at desc, pk desc) where last_run_at is not null`,
    `create index threads_project_agent on threads
      (project_pk, agent_id, archived, last_run_at desc, pk desc) where last_run_at is not null`,
    `create index threads_owner on threads (project_pk, user_id)`,
    `create index threads_activity on threads (archived, activity_at)`,
    `create table nodes (
      node_id text primary key, boot_id text not null, started_at integer not null,
      expires_at integer not null, draining integer not null default 0, info text not null
    ) without rowid`,
    `create table runs (
      pk integer primary key autoincrement,
      thread_pk integer not null references threads(pk) on delete cascade,
      project_pk integer not null, run_id text not null, parent_run_id text, agent_id text not null,
      status text not null check (status in ('running', 'succeeded', 'failed', 'stopped')),
      fence integer not null, attempt integer not null default 1, owner_node text,
      first_seq integer not null, last_seq integer, error_code text, error_message text,
      outcome text, started_at integer not null, ended_at integer, compacted_at integer,
      raw_dropped_at integer, unique (thread_pk, run_id)
    )`,
    `create index runs_thread on runs (thread_pk, first_seq)`,
    `create index runs_compact on runs (ended_at)
      where ended_at is not null and compacted_at is null`,
    `create index runs_raw on runs (compacted_at)
      where compacted_at is not null and raw_dropped_at is null`,
    `create table thread_heads (
      thread_pk integer primary key references threads(pk) on delete cascade,
      next_seq integer not null default 1, fence integer not null, active_run_pk integer,
      owner_node text, stop_reason text check (stop_reason in ('stop', 'superseded'))
    )`,
    `create index thread_heads_owned on thread_heads (owner_node) where active_run_pk is not null`,
    `create table event_segments (
      thread_pk integer not null, first_seq integer not null, last_seq integer not null,
      run_pk integer not null, fence integer not null, codec integer not null default 0,
      body text not null, created_at integer not null, primary key (thread_pk, first_seq)
    ) without rowid`,
    `create table run_archives (
      run_pk integer primary key references runs(pk) on delete cascade,
      thread_pk integer not null, first_seq integer not null, last_seq integer not null,
      fences text not null, codec integer not null, raw_bytes integer not null,
      body blob not null, created_at integer not null
    )`,
    `create table thread_message_ids (
      thread_pk integer not null references threads(pk) on delete cascade,
      message_id text not null, primary key (thread_pk, message_id)
    ) without rowid`,
    `create table user_heads (
      project_pk integer not null, user_id text not null, meta_seq integer not null default 0,
      primary key (project_pk, user_id)
    ) without rowid`,
    `create table thread_changes (
      project_pk integer not null, user_id text not null, meta_seq integer not null,
      op text not null, thread_pk integer not null, thread_id text not null,
      payload text not null, at integer not null, primary key (project_pk, user_id, meta_seq)
    ) without rowid`,
    `create index thread_changes_at on thread_changes (at)`,
  ],
};

export const MIGRATIONS: readonly Migration[] = [THREADS];
