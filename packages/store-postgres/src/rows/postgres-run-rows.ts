import { StoreError, type AcquireRequest, type Scope, type StopRequest } from '@flightdeck/store';
import type { AcquireRowResult, RunRows, TakenOverRun } from '@flightdeck/store/engine';

import type { Session } from '../sql/database.js';
import { flag, integer, rawText, text, textOrNull, type Row } from '../sql/row-fields.js';
import { toStored, toStoredId } from '../sql/stored-text.js';
import { sqlStateOf } from '../sql/to-store-error.js';
import type { Projects } from './projects.js';
import { toRun } from './run-columns.js';
import { runStatements, type RunStatements } from './run-statements.js';

/** How often a thread may change between two looks at it. */
const ATTEMPTS = 10;
const UNIQUE_VIOLATION = '23505';

export class PostgresRunRows implements RunRows {
  readonly #session: Session;
  readonly #projects: Projects;
  readonly #sql: RunStatements;

  constructor(session: Session, schema: string, projects: Projects) {
    this.#session = session;
    this.#projects = projects;
    this.#sql = runStatements(schema);
  }

  async acquire(scope: Scope, request: AcquireRequest, nodeId: string): Promise<AcquireRowResult> {
    const project = await this.#projects.ensure(scope.tenantId);
    const threadId = toStoredId(request.threadId, 'thread');
    const runId = toStoredId(request.runId, 'run');
    const place = [project, threadId, userOf(scope), runId];
    const parent = request.parentRunId === undefined ? null : toStored(request.parentRunId);
    const values = [...place, parent, toStoredId(request.agentId, 'agent'), toStored(nodeId)];
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const acquired = await this.#begin(this.#sql.acquire, values);
      if (acquired !== null) return toAcquired(acquired, scope);
      const [row] = await this.#session.rows(this.#sql.explain, place);
      const refusal = row === undefined ? null : toRefusal(row);
      if (refusal !== null) return refusal;
      const created = row === undefined ? await this.#begin(this.#sql.create, values) : null;
      if (created !== null) return toAcquired(created, scope);
    }
    throw new StoreError('unavailable', 'The thread changes hands all the time');
  }

  async requestStop(scope: Scope, request: StopRequest): ReturnType<RunRows['requestStop']> {
    const { tenantId, userId } = scope;
    const project = await this.#projects.find(tenantId, userId, request.threadId);
    if (project === null) return { result: { kind: 'not-found' } };
    const wanted = request.runId === undefined ? null : toStored(request.runId);
    const threadId = toStoredId(request.threadId, 'thread');
    const values = [project, threadId, userOf(scope), wanted, request.reason ?? 'stop'];
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const [row] = await this.#session.rows(this.#sql.stop, values);
      if (row === undefined) return { result: { kind: 'not-found' } };
      const answer = toStopAnswer(row, request);
      if (answer !== null) return answer;
    }
    throw new StoreError('unavailable', 'The thread changes hands all the time');
  }

  async takeOver(
    nodeId: string,
    limit: number,
    threadPk?: number,
  ): Promise<readonly TakenOverRun[]> {
    const rows =
      threadPk === undefined
        ? await this.#session.rows(this.#sql.takeOverSome, [toStored(nodeId), limit])
        : await this.#session.rows(this.#sql.takeOverOne, [toStored(nodeId), threadPk]);
    return rows.map((row) => ({
      run: toRun(row),
      threadId: text(row, 'threadId'),
      owner: { tenantId: text(row, 'tenantId'), userId: text(row, 'userId') },
      fence: integer(row, 'fence'),
      nextSeq: integer(row, 'nextSeq'),
      stopRequested: flag(row, 'stopRequested'),
    }));
  }

  async ownedBy(nodeId: string): ReturnType<RunRows['ownedBy']> {
    const rows = await this.#session.rows(this.#sql.ownedBy, [toStored(nodeId)]);
    return rows.map((row) => ({
      threadPk: integer(row, 'threadPk'),
      threadId: text(row, 'threadId'),
    }));
  }

  /** The row of the begun run, or `null` if there is another one, which `explain` finds. */
  async #begin(sql: RunStatements['acquire'], values: readonly unknown[]): Promise<Row | null> {
    try {
      const [row] = await this.#session.rows(sql, values);
      return row ?? null;
    } catch (error) {
      // The same run, begun in the same moment elsewhere.
      if (StoreError.is(error) && sqlStateOf(error.cause) === UNIQUE_VIOLATION) return null;
      throw error;
    }
  }
}

function userOf({ userId }: Scope): string | null {
  return userId === null ? null : toStoredId(userId, 'user');
}

function toAcquired(row: Row, { tenantId }: Scope): AcquireRowResult {
  return {
    kind: 'acquired',
    threadPk: integer(row, 'threadPk'),
    runPk: integer(row, 'runPk'),
    fence: integer(row, 'fence'),
    firstSeq: integer(row, 'firstSeq'),
    owner: { tenantId, userId: text(row, 'userId') },
    metaSeq: integer(row, 'metaSeq'),
  };
}

/** `null` where nothing is in the way any more. */
function toRefusal(row: Row): AcquireRowResult | null {
  if (!flag(row, 'visible')) return { kind: 'not-found' };
  if (row['duplicate'] !== null) {
    return { kind: 'duplicate-run', status: rawText(row, 'duplicate') };
  }
  const activeRunId = textOrNull(row, 'activeRunId');
  return activeRunId === null
    ? null
    : { kind: 'busy', threadPk: integer(row, 'threadPk'), activeRunId };
}

/** `null` if the run ended, or somebody else stopped it, while it was being looked at. */
function toStopAnswer(
  row: Row,
  { runId: wanted }: StopRequest,
): Awaited<ReturnType<RunRows['requestStop']>> | null {
  const runId = textOrNull(row, 'runId');
  if (runId === null) return { result: { kind: 'not-running' } };
  const owner = {
    threadPk: integer(row, 'threadPk'),
    runPk: integer(row, 'runPk'),
    ownerNode: text(row, 'ownerNode'),
    ownerGone: flag(row, 'gone'),
  };
  if (wanted !== undefined && wanted !== runId) {
    return { result: { kind: 'other-run', runId }, ...owner };
  }
  if (flag(row, 'stopped')) return { result: { kind: 'stopping', runId }, ...owner };
  if (flag(row, 'stopping')) return { result: { kind: 'already-stopping', runId }, ...owner };
  return null;
}
