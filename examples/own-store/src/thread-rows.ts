import type { Scope, ThreadPatch, ThreadRecord } from '@flightdeck/store';
import { changeKindOf, type RemovedThread, type ThreadRows } from '@flightdeck/store/engine';

import type { Tables, Thread } from './tables.js';

export function threadRows(db: Tables): ThreadRows {
  const remove = (thread: Thread): RemovedThread => removeFrom(db, thread);
  const visible = (scope: Scope) => [...db.threads.values()].filter((t) => t.isVisibleTo(scope));
  const find = (scope: Scope, id: string) => visible(scope).find((t) => t.record.threadId === id);
  return {
    async ensure(scope, wanted) {
      const known = db.find(scope.tenantId, wanted.threadId);
      if (known?.isVisibleTo(scope) === false) return null;
      if (known !== undefined) return { thread: known.record, created: false };
      const thread = db.create(scope, wanted);
      return { thread: thread.record, created: true, metaSeq: db.note('created', thread) };
    },
    get: async (scope, threadId) => find(scope, threadId)?.record ?? null,
    isForeign: async (scope, id) => db.find(scope.tenantId, id)?.isVisibleTo(scope) === false,
    list: async (scope, { agentId, archived, limit, after }) =>
      visible(scope)
        .map(({ record }) => record)
        .filter((record) => record.lastRunAt !== null)
        .filter((record) => agentId === undefined || record.agentId === agentId)
        .filter((record) => archived === 'all' || record.archived === (archived === 'only'))
        .toSorted((left, right) => order(placeOf(left), placeOf(right)))
        .filter((record) => after === null || order(placeOf(record), after) > 0)
        .slice(0, limit),
    async update(scope, threadId, patch) {
      const thread = find(scope, threadId);
      const kind = thread === undefined ? null : changeKindOf(thread.record, patch);
      if (thread === undefined) return null;
      if (kind === null) return { thread: thread.record };
      // A copy: what the caller does to theirs later must not show.
      const fields: ThreadPatch = JSON.parse(JSON.stringify(patch));
      thread.record = { ...thread.record, ...fields, updatedAt: db.now() };
      return { thread: thread.record, metaSeq: db.note(kind, thread) };
    },
    remove: async (scope, threadId) =>
      [find(scope, threadId)].flatMap((t) => t ?? []).map(remove)[0] ?? null,
    removeSome: async (scope, limit) => visible(scope).slice(0, limit).map(remove),
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

function removeFrom(db: Tables, thread: Thread): RemovedThread {
  const { owner, nextSeq, record } = thread;
  db.threads.delete(record.threadPk);
  return { threadPk: record.threadPk, nextSeq, owner, metaSeq: db.note('deleted', thread) };
}

type Place = { readonly activityAt: number; readonly pk: number };

function placeOf({ lastRunAt, createdAt, threadPk }: ThreadRecord): Place {
  return { activityAt: lastRunAt ?? createdAt, pk: threadPk };
}

function order(left: Place, right: Place): number {
  return right.activityAt - left.activityAt || right.pk - left.pk;
}
