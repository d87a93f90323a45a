import type { Migration } from '@flightdeck/store/engine';

/**
 * Every step of the schema; `$schema` stands for its name. Checksums are those of this spelling: a
 * schema may be renamed. Released steps never change.
 */
export const STEPS: readonly Migration[] = [
  {
    id: 1,
    name: 'threads',
    sql: [
      `create table $schema.organizations (
        id text primary key,
        name text not null,
        created_at timestamptz not null default now())`,
      `create table $schema.projects (
        pk int generated always as identity primary key,
        id text not null unique,
        org_id text not null references $schema.organizations(id),
        name text not null,
        created_at timestamptz not null default now())`,
      // The owner of a thread that was started without an identity is ''.
      `create table $schema.threads (
        pk bigint generated always as identity primary key,
        project_pk int not null references $schema.projects(pk),
        thread_id text not null,
        user_id text not null,
        agent_id text not null,
        name text,
        archived boolean not null default false,
        metadata text,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        last_run_at timestamptz,
        unique (project_pk, thread_id))`,
      // Each list of threads is a range of one of these, or two merged ranges for archived and other ones.
      `create index threads_user on $schema.threads
        (project_pk, user_id, archived, last_run_at desc, pk desc) where last_run_at is not null`,
      `create index threads_user_agent on $schema.threads
        (project_pk, user_id, agent_id, archived, last_run_at desc, pk desc) where last_run_at is not null`,
      `create index threads_project on $schema.threads
        (project_pk, archived, last_run_at desc, pk desc) where last_run_at is not null`,
      `create index threads_project_agent on $schema.threads
        (project_pk, agent_id, archived, last_run_at desc, pk desc) where last_run_at is not null`,
      `create index threads_idle on $schema.threads (archived, coalesce(last_run_at, created_at))`,
      `create table $schema.nodes (
        node_id text primary key,
        started_at timestamptz not null,
        expires_at timestamptz not null)`,
      `create table $schema.runs (
        pk bigint generated always as identity primary key,
        thread_pk bigint not null references $schema.threads(pk) on delete cascade,
        project_pk int not null,
        run_id text not null,
        parent_run_id text,
        agent_id text not null,
        status text not null check (status in ('running', 'succeeded', 'failed', 'stopped')),
        fence bigint not null,
        attempt int not null default 1,
        owner_node text not null,
        first_seq bigint not null,
        last_seq bigint,
        error_code text,
        error_message text,
        started_at timestamptz not null,
        ended_at timestamptz,
        compacted_at timestamptz,
        has_raw boolean not null default true,
        unique (thread_pk, run_id))`,
      `create index runs_thread on $schema.runs (thread_pk, pk desc)`,
      // The queues of compaction and of dropping what was compacted.
      `create index runs_compact on $schema.runs (ended_at)
        where ended_at is not null and compacted_at is null`,
      `create index runs_drop on $schema.runs (compacted_at)
        where compacted_at is not null and has_raw`,
      // Narrow, and written once per flush: no index has a column that an append changes.
      `create table $schema.thread_heads (
        thread_pk bigint primary key references $schema.threads(pk) on delete cascade,
        next_seq bigint not null default 1,
        fence bigint not null,
        active_run_pk bigint,
        owner_node text,
        stop_reason text check (stop_reason in ('stop', 'superseded')))
        with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 1)`,
      `create index thread_heads_owned on $schema.thread_heads (owner_node)
        where active_run_pk is not null`,
      `create table $schema.event_segments (
        thread_pk bigint not null,
        first_seq bigint not null,
        last_seq bigint not null,
        run_pk bigint not null,
        fence bigint not null,
        codec smallint not null default 0,
        body text not null,
        primary key (thread_pk, first_seq))`,
      `create table $schema.run_archives (
        run_pk bigint primary key references $schema.runs(pk) on delete cascade,
        codec smallint not null,
        raw_bytes int not null,
        fences text not null,
        body bytea not null,
        created_at timestamptz not null default now())`,
      `create table $schema.thread_message_ids (
        thread_pk bigint not null,
        message_id text not null,
        primary key (thread_pk, message_id))`,
      `create table $schema.user_heads (
        project_pk int not null,
        user_id text not null,
        meta_seq bigint not null,
        primary key (project_pk, user_id))
        with (fillfactor = 70)`,
      `create table $schema.thread_changes (
        project_pk int not null,
        user_id text not null,
        meta_seq bigint not null,
        kind text not null,
        thread_pk bigint not null,
        thread_id text not null,
        payload text not null,
        at timestamptz not null,
        primary key (project_pk, user_id, meta_seq))`,
      `create index thread_changes_at on $schema.thread_changes (at)`,
    ],
  },
];
