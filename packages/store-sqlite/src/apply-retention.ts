import type { Scope } from '@flightdeck/store';
import type { RemovedThread, RetentionPolicy, ThreadRows } from '@flightdeck/store/engine';

import type { SqliteSession } from './database/sqlite-session.js';
import { recordChange } from './rows/change-sql.js';
import { removeThread } from './rows/remove-sql.js';
import { idleThreads } from './rows/retention-sql.js';
import { ownerOf, patchThread, type StoredThread } from './rows/thread-sql.js';

export const DAY_MS = 86_400_000;

export type AppliedRetention = Awaited<ReturnType<NonNullable<ThreadRows['applyRetention']>>>;

/** What retention did to one thread. */
export type RetentionStep =
  | { readonly removed: RemovedThread }
  | { readonly archived: { readonly owner: Scope; readonly metaSeq: number } };

/** Applies the policy to at most `limit` threads; removes before it archives. */
export function applyRetention(
  session: SqliteSession,
  policy: RetentionPolicy,
  limit: number,
): RetentionStep[] {
  const now = Date.now();
  const due = (archived: boolean, days: number | null, count: number): StoredThread[] =>
    days === null || count <= 0 ? [] : idleThreads(session, archived, now - days * DAY_MS, count);
  const { archiveAfterDays, removeAfterDays, removeArchivedAfterDays } = policy;
  const live = due(false, removeAfterDays, limit);
  const stored = due(true, shorter(removeAfterDays, removeArchivedAfterDays), limit - live.length);
  const removed = [...live, ...stored].map((thread) => ({
    removed: removeThread(session, thread),
  }));
  const idle = due(false, archiveAfterDays, limit - removed.length);
  return [...removed, ...idle.map((thread) => archive(session, thread))];
}

/** All steps together; an owner of several archived threads hears the last number only. */
export function sumUp(steps: readonly RetentionStep[]): AppliedRetention {
  const removed: RemovedThread[] = [];
  const archived = new Map<string, { readonly owner: Scope; readonly metaSeq: number }>();
  for (const step of steps) {
    if ('removed' in step) removed.push(step.removed);
    else {
      const { tenantId, userId } = step.archived.owner;
      archived.set(JSON.stringify([tenantId, userId]), step.archived);
    }
  }
  return { removed, archived: [...archived.values()] };
}

function archive(session: SqliteSession, thread: StoredThread): RetentionStep {
  const patched = patchThread(session, thread, { archived: true });
  const metaSeq = recordChange(session, 'archived', patched);
  return { archived: { owner: ownerOf(patched), metaSeq } };
}

function shorter(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
