import { formatCursor } from '@flightdeck/store';
import type { AcquireRequest, ListCursor, Scope, ThreadRecord } from '@flightdeck/store';
import { changeKindOf, decodeSegment, type StoreBackend } from '@flightdeck/store/engine';
import type { AppendRow, AppendRowOutcome, RunRow, TakenOverRun } from '@flightdeck/store/engine';

import { Tables, type Thread } from './tables.js';

/** A backend on tables in memory. What happens within one call is one transaction. */
export function ownBackend(db: Tables = new Tables()): StoreBackend {
  const nothing = async (): Promise<void> => undefined;
  const rows = {
    threads: threadRows(db),
    log: logRows(db),
    runs: runRows(db),
    nodes: nodeRows(db),
  };
  return { name: 'own', ...rows, open: nothing, close: nothing };
}

function threadRows(db: Tables): StoreBackend['threads'] {
  const find = (scope: Scope, id: string): Thread | undefined =>
    db.visible(scope).find(({ record }) => record.threadId === id);
  const remove = (thread: Thread) => {
    const { owner, nextSeq, record } = thread;
    db.threads.delete(record.threadPk);
    for (const { row } of thread.runs) db.runs.delete(row.runPk);
    return { threadPk: record.threadPk, nextSeq, owner, metaSeq: db.note('deleted', thread) };
  };
  return {
    async ensure(scope, { threadId, agentId, name }) {
      const known = db.find(scope.tenantId, threadId);
      if (known?.isVisibleTo(scope) === false) return null;
      if (known !== undefined) return { thread: known.record, created: false };
      const thread = db.create(scope, threadId, agentId, name);
      return { thread: thread.record, created: true, metaSeq: db.note('created', thread) };
    },
    get: async (scope, id) => find(scope, id)?.record ?? null,
    isForeign: async (scope, id) => db.find(scope.tenantId, id)?.isVisibleTo(scope) === false,
    list: async (scope, { agentId, archived, limit, after }) =>
      db
        .visible(scope)
        .map(({ record }) => record)
        .filter((record) => record.lastRunAt !== null)
        .filter((record) => agentId === undefined || record.agentId === agentId)
        .filter((record) => archived === 'all' || record.archived === (archived === 'only'))
        .toSorted((left, right) => order(placeOf(left), placeOf(right)))
        .filter((record) => after === null || order(placeOf(record), after) > 0)
        .slice(0, limit),
    async update(scope, threadId, patch) {
      const thread = find(scope, threadId);
      if (thread === undefined) return null;
      const kind = changeKindOf(thread.record, patch);
      if (kind === null) return { thread: thread.record };
      // A copy: what the caller does to theirs later must not show.
      const fields = JSON.parse(JSON.stringify(patch));
      thread.record = { ...thread.record, ...fields, updatedAt: db.now() };
      return { thread: thread.record, metaSeq: db.note(kind, thread) };
    },
    async remove(scope, threadId) {
      const thread = find(scope, threadId);
      return thread ? remove(thread) : null;
    },
    removeSome: async (scope, limit) => db.visible(scope).slice(0, limit).map(remove),
    async forgetChanges({ tenantId, userId }) {
      for (const [key, feed] of db.feeds) {
        const [tenant, user] = JSON.parse(key);
        if (tenant === tenantId && (userId === null || user === userId)) feed.changes = [];
      }
    },
    async changesSince(scope, metaSeq, limit) {
      const { head, changes } = db.feed(scope);
      const truncated = metaSeq + 1 < (changes[0]?.metaSeq ?? head + 1) || metaSeq > head;
      const later = changes.filter((change) => change.metaSeq > metaSeq);
      return { changes: later.slice(0, limit), head, truncated };
    },
    changeHeads: async (scopes) => scopes.map((scope) => db.feed(scope).head),
  };
}

function placeOf({ lastRunAt, createdAt, threadPk: pk }: ThreadRecord): ListCursor {
  return { activityAt: lastRunAt ?? createdAt, pk };
}

function order(left: ListCursor, right: ListCursor): number {
  return right.activityAt - left.activityAt || right.pk - left.pk;
}

function logRows(db: Tables): StoreBackend['log'] {
  const thread = (threadPk: number): Thread | undefined => db.threads.get(threadPk);
  return {
    append: async (rows) => rows.map((row) => append(db, row)),
    async read(threadPk, after, limit) {
      const rest = thread(threadPk)?.segments.filter(({ lastSeq }) => lastSeq > after) ?? [];
      let [left, count] = [limit, 0];
      while (count < rest.length && left > 0) left -= rest[count++]?.body.length ?? 0;
      const given = rest.slice(0, count);
      const segments = given.map(({ body, ...row }) => ({ ...row, events: decodeSegment(body) }));
      return { segments, upToDate: count === rest.length };
    },
    heads: async (threadPks) => threadPks.flatMap((threadPk) => thread(threadPk)?.head ?? []),
    async cursorFacts(threadPk, seq) {
      const found = thread(threadPk);
      if (found === undefined) return null;
      const segment = found.segments.find((row) => row.firstSeq <= seq && seq <= row.lastSeq);
      const run = found.runs.findLast(({ row }) => row.firstSeq <= seq && seq < found.nextSeq);
      return { head: found.head, segmentFence: segment?.fence ?? null, run: run?.row ?? null };
    },
    async runs(threadPk, afterRunPk, limit) {
      const rows = thread(threadPk)?.runs.map(({ row }) => row) ?? [];
      return rows.filter(({ runPk }) => runPk > afterRunPk).slice(0, limit);
    },
    run: async (runPk) => db.runs.get(runPk)?.row ?? null,
    archive: async (runPk) => db.runs.get(runPk)?.archive ?? null,
    async writeArchive({ runPk }, archive) {
      const run = db.runs.get(runPk);
      if (run === undefined || run.archive !== null) return;
      Object.assign(run, { archive, row: { ...run.row, compacted: true } });
    },
    knownMessageIds: async (threadPk, ids) =>
      new Set(ids.filter((id) => thread(threadPk)?.messageIds.has(id))),
  };
}

function append(db: Tables, row: AppendRow): AppendRowOutcome {
  const thread = db.threads.get(row.threadPk);
  if (thread === undefined) return { kind: 'fenced', currentFence: 0 };
  const { runPk, fence, firstSeq, lastSeq } = row;
  const { active, stop } = thread;
  if (active?.row.runPk !== runPk || thread.fence !== fence || thread.nextSeq !== firstSeq) {
    return repeated(thread, row);
  }
  thread.segments.push(...row.segments.map((segment) => ({ ...segment, runPk, fence })));
  thread.nextSeq = lastSeq + 1;
  for (const id of row.messageIds) thread.messageIds.add(id);
  if (row.close !== undefined) {
    const { status, errorCode = null, errorMessage = null } = row.close;
    const end = { status, errorCode, errorMessage, lastSeq, endedAt: db.now() };
    active.row = { ...active.row, ...end };
    Object.assign(thread, { active: null, ownerNode: null, stop: null });
  }
  return { kind: 'ok', stop };
}

function repeated(thread: Thread, { firstSeq, runPk, fence }: AppendRow): AppendRowOutcome {
  const stored = thread.segments.find((segment) => segment.firstSeq === firstSeq);
  const isSame = stored?.runPk === runPk && stored.fence === fence;
  if (!isSame) return { kind: 'fenced', currentFence: thread.fence };
  return { kind: 'ok', stop: thread.active?.row.runPk === runPk ? thread.stop : null };
}

function runRows(db: Tables): StoreBackend['runs'] {
  return {
    async acquire(scope, request, nodeId) {
      const { threadId, runId, agentId } = request;
      const known = db.find(scope.tenantId, threadId);
      if (known?.isVisibleTo(scope) === false) return { kind: 'not-found' };
      const duplicate = known?.runs.find(({ row }) => row.runId === runId);
      if (duplicate) return { kind: 'duplicate-run', status: duplicate.row.status };
      const activeRunId = known?.active?.row.runId;
      const thread = known ?? db.create(scope, threadId, agentId);
      const { owner, nextSeq: firstSeq, record } = thread;
      const { threadPk } = record;
      if (activeRunId !== undefined) return { kind: 'busy', threadPk, activeRunId };
      const { runPk, fence } = begin(db, thread, request, nodeId);
      const run = { runId, agentId, cursor: formatCursor(fence, firstSeq - 1) };
      const metaSeq = db.note(known ? 'updated' : 'created', thread, run);
      return { kind: 'acquired', threadPk, runPk, fence, firstSeq, owner, metaSeq };
    },
    async requestStop(scope, { threadId, runId: wanted, reason = 'stop' }) {
      const thread = db.find(scope.tenantId, threadId);
      if (thread?.isVisibleTo(scope) !== true) return { result: { kind: 'not-found' } };
      const { active, ownerNode: node } = thread;
      if (active === null) return { result: { kind: 'not-running' } };
      const { runId, runPk, threadPk } = active.row;
      if (wanted !== undefined && wanted !== runId) return { result: { kind: 'other-run', runId } };
      const kind = thread.stop === null ? 'stopping' : 'already-stopping';
      thread.stop ??= reason;
      const owner = { threadPk, runPk, ownerNode: node ?? '', ownerGone: db.isDead(node) };
      return { result: { kind, runId }, ...owner };
    },
    async takeOver(nodeId, limit, threadPk) {
      const isFree = ({ record, ownerNode }: Thread): boolean =>
        threadPk === undefined
          ? ownerNode !== nodeId && db.isDead(ownerNode)
          : threadPk === record.threadPk && (ownerNode === nodeId || db.isDead(ownerNode));
      const free = db.all().filter((thread) => thread.active && isFree(thread));
      return free.slice(0, limit).flatMap((thread) => takeOver(thread, nodeId));
    },
    ownedBy: async (id) => db.ownedBy(id).map(({ record }) => record),
  };
}

function begin(db: Tables, thread: Thread, request: AcquireRequest, nodeId: string): RunRow {
  const { runId, agentId, parentRunId = null } = request;
  const [runPk, now] = [(db.lastPk += 1), db.now()];
  const { record, nextSeq: firstSeq } = thread;
  const fence = thread.fence + 1;
  const ids = { threadPk: record.threadPk, runPk, runId, parentRunId, agentId };
  const open = { lastSeq: null, endedAt: null, errorCode: null, errorMessage: null };
  const begun = { status: 'running', attempt: 1, fence, firstSeq, startedAt: now } as const;
  const row = { ...ids, ...open, ...begun, compacted: false };
  const active = { row, archive: null };
  db.runs.set(runPk, active);
  thread.runs.push(active);
  Object.assign(thread, { fence, active, ownerNode: nodeId, stop: null });
  thread.record = { ...record, agentId, updatedAt: now, lastRunAt: now };
  return row;
}

function takeOver(thread: Thread, nodeId: string): TakenOverRun[] {
  const { active, owner, nextSeq, stop } = thread;
  if (active === null) return [];
  active.row = { ...active.row, attempt: active.row.attempt + 1 };
  thread.fence += 1;
  thread.ownerNode = nodeId;
  const { fence, record } = thread;
  const { threadId } = record;
  return [{ run: active.row, threadId, owner, fence, nextSeq, stopRequested: stop !== null }];
}

function nodeRows(db: Tables): StoreBackend['nodes'] {
  return {
    register: async (nodeId, ttlMs) => void db.nodes.set(nodeId, db.now() + ttlMs),
    async heartbeat(nodeId, ttlMs) {
      const alive = !db.isDead(nodeId);
      if (alive) db.nodes.set(nodeId, db.now() + ttlMs);
      const told = ({ stop: reason, active }: Thread) =>
        reason && active ? [{ ...active.row, reason }] : [];
      return { alive, stops: db.ownedBy(nodeId).flatMap(told) };
    },
    remove: async (nodeId) => void db.nodes.delete(nodeId),
  };
}
