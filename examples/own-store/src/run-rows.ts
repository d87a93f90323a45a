import { formatCursor, type AcquireRequest } from '@flightdeck/store';
import type { AcquiredRun, RunRow, RunRows, TakenOverRun } from '@flightdeck/store/engine';

import type { Tables, Thread } from './tables.js';

export function runRows(db: Tables): RunRows {
  return {
    async acquire(scope, request, nodeId) {
      const known = db.find(scope.tenantId, request.threadId);
      if (known?.isVisibleTo(scope) === false) return { kind: 'not-found' };
      const duplicate = known?.runs.find(({ row }) => row.runId === request.runId);
      if (duplicate) return { kind: 'duplicate-run', status: duplicate.row.status };
      const threadPk = known?.record.threadPk ?? 0;
      if (known?.active) return { kind: 'busy', threadPk, activeRunId: known.active.row.runId };
      const thread = known ?? db.create(scope, request);
      const acquired = begin(db, thread, request, nodeId);
      const { fence, firstSeq } = acquired;
      const { runId, agentId } = request;
      const run = { runId, agentId, cursor: formatCursor(fence, firstSeq - 1) };
      return { ...acquired, metaSeq: db.note(known ? 'updated' : 'created', thread, run) };
    },
    async requestStop(scope, { threadId, runId, reason = 'stop' }) {
      const thread = db.find(scope.tenantId, threadId);
      if (thread?.isVisibleTo(scope) !== true) return { result: { kind: 'not-found' } };
      if (thread.active === null) return { result: { kind: 'not-running' } };
      const { threadPk } = thread.record;
      const ownerNode = thread.ownerNode ?? '';
      const where = { threadPk, ownerNode, ownerGone: db.isDead(ownerNode) };
      const active = thread.active.row.runId;
      if (runId !== undefined && runId !== active)
        return { result: { kind: 'other-run', runId: active } };
      const kind = thread.stop === null ? 'stopping' : 'already-stopping';
      thread.stop ??= reason;
      return { result: { kind, runId: active }, ...where };
    },
    async takeOver(nodeId, limit, threadPk) {
      const isFree = ({ record, ownerNode }: Thread): boolean =>
        threadPk === undefined
          ? ownerNode !== nodeId && db.isDead(ownerNode)
          : threadPk === record.threadPk && (ownerNode === nodeId || db.isDead(ownerNode));
      const free = [...db.threads.values()].filter((thread) => thread.active && isFree(thread));
      return free.slice(0, limit).flatMap((thread) => takeOver(thread, nodeId));
    },
  };
}

function begin(
  db: Tables,
  thread: Thread,
  { runId, agentId, parentRunId }: AcquireRequest,
  nodeId: string,
): Omit<AcquiredRun, 'metaSeq'> {
  const [runPk, now] = [db.nextPk(), db.now()];
  const { owner, nextSeq: firstSeq, record } = thread;
  const { threadPk } = record;
  const fence = thread.fence + 1;
  const ids = { threadPk, runPk, runId, agentId, fence, attempt: 1, firstSeq };
  const parent = { parentRunId: parentRunId ?? null };
  const open = { lastSeq: null, endedAt: null, errorCode: null, errorMessage: null };
  const row: RunRow = {
    ...ids,
    ...parent,
    ...open,
    status: 'running',
    startedAt: now,
    compacted: false,
  };
  const active = { row, archive: null, archivedAt: 0 };
  thread.runs.push(active);
  Object.assign(thread, { fence, active, ownerNode: nodeId, stop: null });
  thread.record = { ...record, agentId, updatedAt: now, lastRunAt: now };
  return { kind: 'acquired', threadPk, runPk, fence, firstSeq, owner };
}

function takeOver(thread: Thread, nodeId: string): TakenOverRun[] {
  const { active, owner, record, nextSeq, stop } = thread;
  if (active === null) return [];
  active.row = { ...active.row, attempt: active.row.attempt + 1 };
  Object.assign(thread, { fence: thread.fence + 1, ownerNode: nodeId });
  const { threadId } = record;
  const { fence } = thread;
  return [{ run: active.row, threadId, owner, fence, nextSeq, stopRequested: stop !== null }];
}
