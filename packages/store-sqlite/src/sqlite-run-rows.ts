import { formatCursor } from '@flightdeck/store';
import type { AcquireRequest, Scope, StopRequest } from '@flightdeck/store';
import type { AcquireRowResult, RunRows, TakenOverRun } from '@flightdeck/store/engine';

import type { SqliteDatabase } from './database/sqlite-database.js';
import type { SqliteSession } from './database/sqlite-session.js';
import type { HostProcess } from './host/host-process.js';
import { recordChange } from './rows/change-sql.js';
import { headOf, noteStop, takeHead, threadsOwnedBy } from './rows/head-sql.js';
import { expireDeadNodes, isNodeGone, orphanedThreads } from './rows/node-sql.js';
import { insertRun, runById, runByPk, takeRun } from './rows/run-sql.js';
import * as threadSql from './rows/thread-sql.js';

export class SqliteRunRows implements RunRows {
  readonly #database: SqliteDatabase;
  readonly #self: () => HostProcess;

  constructor(database: SqliteDatabase, self: () => HostProcess) {
    this.#database = database;
    this.#self = self;
  }

  acquire(scope: Scope, request: AcquireRequest, nodeId: string): Promise<AcquireRowResult> {
    return this.#database.write((open) => acquire(open, scope, request, nodeId), { durable: true });
  }

  requestStop(scope: Scope, request: StopRequest): ReturnType<RunRows['requestStop']> {
    return this.#database.write((open) => {
      const thread = threadSql.findVisible(open, scope, request.threadId);
      if (thread === null) return { result: { kind: 'not-found' } };
      const { threadPk } = thread.record;
      const head = headOf(open, threadPk);
      const run = head === null ? null : runByPk(open, head.activeRunPk ?? 0);
      if (head === null || run === null) return { result: { kind: 'not-running' } };
      const { runId } = run;
      const ownerNode = head.ownerNode ?? '';
      expireDeadNodes(open, '', this.#self());
      const ownerGone = isNodeGone(open, ownerNode, this.#self());
      const owner = { threadPk, runPk: run.runPk, ownerNode, ownerGone };
      if (request.runId !== undefined && request.runId !== runId) {
        return { result: { kind: 'other-run', runId }, ...owner };
      }
      if (head.stopReason !== null)
        return { result: { kind: 'already-stopping', runId }, ...owner };
      noteStop(open, threadPk, request.reason ?? 'stop');
      return { result: { kind: 'stopping', runId }, ...owner };
    });
  }

  takeOver(nodeId: string, limit: number, threadPk?: number): Promise<readonly TakenOverRun[]> {
    return this.#database.write((open) => {
      expireDeadNodes(open, nodeId, this.#self());
      const threadPks =
        threadPk === undefined
          ? orphanedThreads(open, nodeId, limit, this.#self())
          : [threadPk].filter((pk) => this.#mayTake(open, nodeId, pk));
      return threadPks.flatMap((pk) => takeOver(open, nodeId, pk) ?? []);
    });
  }

  async ownedBy(nodeId: string): ReturnType<RunRows['ownedBy']> {
    return this.#database.read((open) => threadsOwnedBy(open, nodeId));
  }

  /** A node may even take over from itself: it may not know that it has the thread. */
  #mayTake(session: SqliteSession, nodeId: string, threadPk: number): boolean {
    const ownerNode = headOf(session, threadPk)?.ownerNode ?? null;
    if (ownerNode === null) return false;
    return ownerNode === nodeId || isNodeGone(session, ownerNode, this.#self());
  }
}

function acquire(
  session: SqliteSession,
  scope: Scope,
  request: AcquireRequest,
  nodeId: string,
): AcquireRowResult {
  const { threadId, runId, agentId } = request;
  const known = threadSql.findThread(session, scope, threadId);
  if (known !== null && !threadSql.isVisible(known, scope)) return { kind: 'not-found' };
  const refusal = known === null ? null : refusalOf(session, known, runId);
  if (refusal !== null) return refusal;
  const thread = known ?? threadSql.insertThread(session, scope, { threadId, agentId });
  const { threadPk } = thread.record;
  const before = headOf(session, threadPk);
  if (before === null) throw new TypeError(`The thread ${threadPk} has no head`);
  const head = { ...before, fence: before.fence + 1, ownerNode: nodeId };
  const runPk = insertRun(session, thread.projectPk, request, head);
  takeHead(session, threadPk, runPk, nodeId);
  const begun = { runId, agentId, cursor: formatCursor(head.fence, head.nextSeq - 1) };
  const touched = threadSql.touchThread(session, thread, agentId);
  const kind = known === null ? 'created' : 'updated';
  const metaSeq = recordChange(session, kind, touched, begun);
  const owner = threadSql.ownerOf(thread);
  const { fence, nextSeq: firstSeq } = head;
  return { kind: 'acquired', threadPk, runPk, fence, firstSeq, owner, metaSeq };
}

function refusalOf(
  session: SqliteSession,
  { record: { threadPk } }: threadSql.StoredThread,
  runId: string,
): AcquireRowResult | null {
  const duplicate = runById(session, threadPk, runId);
  if (duplicate !== null) return { kind: 'duplicate-run', status: duplicate.status };
  const active = runByPk(session, headOf(session, threadPk)?.activeRunPk ?? 0);
  return active === null ? null : { kind: 'busy', threadPk, activeRunId: active.runId };
}

function takeOver(session: SqliteSession, nodeId: string, threadPk: number): TakenOverRun | null {
  const head = headOf(session, threadPk);
  const thread = threadSql.threadByPk(session, threadPk);
  if (head === null || thread === null) return null;
  const run = takeRun(session, head.activeRunPk ?? 0, nodeId);
  if (run === null) return null;
  takeHead(session, threadPk, run.runPk, nodeId);
  return {
    run,
    threadId: thread.record.threadId,
    owner: threadSql.ownerOf(thread),
    fence: head.fence + 1,
    nextSeq: head.nextSeq,
    stopRequested: head.stopReason !== null,
  };
}
