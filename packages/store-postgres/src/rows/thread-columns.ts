import type { ThreadChange, ThreadChangeKind, ThreadRecord } from '@flightdeck/store';

import {
  flag,
  integer,
  integerOrNull,
  malformed,
  rawText,
  text,
  textOrNull,
  type Row,
} from '../sql/row-fields.js';
import { millis } from '../sql/statement.js';

/** Fields of a record, and where they come from: for rows, and for the JSON of changes. */
function fields(alias: string): readonly (readonly [field: string, from: string])[] {
  return [
    ['threadPk', `${alias}.pk`],
    ['threadId', `${alias}.thread_id`],
    ['userId', `${alias}.user_id`],
    ['agentId', `${alias}.agent_id`],
    ['name', `${alias}.name`],
    ['archived', `${alias}.archived`],
    ['metadata', `${alias}.metadata`],
    ['createdAt', millis(`${alias}.created_at`)],
    ['updatedAt', millis(`${alias}.updated_at`)],
    ['lastRunAt', millis(`${alias}.last_run_at`)],
  ];
}

export function threadColumns(alias: string): string {
  return fields(alias)
    .map(([field, from]) => `${from} as "${field}"`)
    .join(', ');
}

export function threadJson(alias: string): string {
  const pairs = fields(alias).map(([field, from]) => `'${field}', ${from}`);
  return `json_build_object(${pairs.join(', ')})`;
}

export function toThread(row: Row, tenantId: string): ThreadRecord {
  const { metadata } = row;
  return {
    threadPk: integer(row, 'threadPk'),
    threadId: text(row, 'threadId'),
    tenantId,
    userId: text(row, 'userId'),
    agentId: text(row, 'agentId'),
    name: textOrNull(row, 'name'),
    archived: flag(row, 'archived'),
    createdAt: integer(row, 'createdAt'),
    updatedAt: integer(row, 'updatedAt'),
    lastRunAt: integerOrNull(row, 'lastRunAt'),
    ...(metadata === null ? null : { metadata: parsed(rawText(row, 'metadata')) }),
  };
}

const KINDS: ReadonlySet<string> = new Set([
  'created',
  'renamed',
  'archived',
  'unarchived',
  'updated',
  'deleted',
] satisfies ThreadChangeKind[]);

/** A change from `kind`, `metaSeq`, `threadId`, `at` and the JSON of `recordChanges`. */
export function toChange(row: Row, tenantId: string): ThreadChange {
  const kind = rawText(row, 'kind');
  if (!isKind(kind)) throw malformed('a change');
  const payload = objectOf(parsed(rawText(row, 'payload')));
  const { thread, run } = payload;
  return {
    metaSeq: integer(row, 'metaSeq'),
    kind,
    threadId: text(row, 'threadId'),
    thread: thread === null || thread === undefined ? null : toThread(objectOf(thread), tenantId),
    ...(run === null || run === undefined ? null : { run: toBegunRun(objectOf(run)) }),
    at: integer(row, 'at'),
  };
}

function toBegunRun(run: Row): NonNullable<ThreadChange['run']> {
  return { runId: text(run, 'runId'), agentId: text(run, 'agentId'), cursor: text(run, 'cursor') };
}

function isKind(kind: string): kind is ThreadChangeKind {
  return KINDS.has(kind);
}

function objectOf(value: unknown): Row {
  if (typeof value !== 'object' || value === null) throw malformed('a change');
  return { ...value };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw malformed('JSON', cause);
  }
}
