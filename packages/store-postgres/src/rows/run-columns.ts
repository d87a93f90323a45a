import type { RunStatus } from '@flightdeck/store';
import type { RunRow } from '@flightdeck/store/engine';

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

const STATUSES: ReadonlySet<string> = new Set([
  'running',
  'succeeded',
  'failed',
  'stopped',
] satisfies RunStatus[]);

export function runColumns(alias: string): string {
  return `${alias}.pk as "runPk", ${alias}.thread_pk as "threadPk", ${alias}.run_id as "runId",
    ${alias}.parent_run_id as "parentRunId", ${alias}.agent_id as "agentId", ${alias}.status,
    ${alias}.fence as "runFence", ${alias}.attempt, ${alias}.first_seq as "firstSeq", ${alias}.last_seq as "lastSeq",
    ${alias}.error_code as "errorCode", ${alias}.error_message as "errorMessage",
    ${millis(`${alias}.started_at`)} as "startedAt", ${millis(`${alias}.ended_at`)} as "endedAt",
    ${alias}.compacted_at is not null as compacted`;
}

export function toRun(row: Row): RunRow {
  return {
    runPk: integer(row, 'runPk'),
    threadPk: integer(row, 'threadPk'),
    runId: text(row, 'runId'),
    parentRunId: textOrNull(row, 'parentRunId'),
    agentId: text(row, 'agentId'),
    status: toStatus(rawText(row, 'status')),
    fence: integer(row, 'runFence'),
    attempt: integer(row, 'attempt'),
    firstSeq: integer(row, 'firstSeq'),
    lastSeq: integerOrNull(row, 'lastSeq'),
    errorCode: textOrNull(row, 'errorCode'),
    errorMessage: textOrNull(row, 'errorMessage'),
    startedAt: integer(row, 'startedAt'),
    endedAt: integerOrNull(row, 'endedAt'),
    compacted: flag(row, 'compacted'),
  };
}

function toStatus(status: string): RunStatus {
  if (!isStatus(status)) throw malformed('the status of a run');
  return status;
}

function isStatus(status: string): status is RunStatus {
  return STATUSES.has(status);
}
