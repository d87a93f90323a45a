import type { Scope } from '@flightdeck/store';
import type { RemovedThread, RetentionPolicy } from '@flightdeck/store/engine';

import type { SqliteSession } from './database/sqlite-session.js';
import { forgetOldChanges, recordChange } from './rows/change-sql.js';
import { removeThread } from './rows/remove-sql.js';
import { idleThreads } from './rows/retention-sql.js';
import { ownerOf, patchThread, type StoredThread } from './rows/thread-sql.js';

const DAY_MS = 86_400_000;
const CHANGES_PER_THREAD = 100;

export interface AppliedRetention {
  readonly removed: readonly RemovedThread[];
  readonly archived: readonly { readonly owner: Scope; readonly metaSeq: number }[];
}

/** Removes before it archives, at most `limit` threads in all; and forgets changes of former days. */
export function applyRetention(
  session: SqliteSession,
  policy: RetentionPolicy,
  limit: number,
): AppliedRetention {
  const now = Date.now();
  forgetOldChanges(session, now - DAY_MS, limit * CHANGES_PER_THREAD);
  const due = (archived: boolean, days: number | null, count: number): StoredThread[] =>
    days === null || count <= 0 ? [] : idleThreads(session, archived, now - days * DAY_MS, count);
  const { archiveAfterDays, removeAfterDays, removeArchivedAfterDays } = policy;
  const live = due(false, removeAfterDays, limit);
  const stored = due(true, shorter(removeAfterDays, removeArchivedAfterDays), limit - live.length);
  const removed = [...live, ...stored].map((thread) => removeThread(session, thread));
  const idle = due(false, archiveAfterDays, limit - removed.length);
  return { removed, archived: archive(session, idle) };
}

/** Archives the threads; an owner of several hears the number of the last change only. */
function archive(
  session: SqliteSession,
  threads: readonly StoredThread[],
): AppliedRetention['archived'] {
  const latest = new Map<string, { readonly owner: Scope; readonly metaSeq: number }>();
  for (const thread of threads) {
    const patched = patchThread(session, thread, { archived: true });
    const metaSeq = recordChange(session, 'archived', patched);
    const owner = ownerOf(patched);
    latest.set(JSON.stringify([owner.tenantId, owner.userId]), { owner, metaSeq });
  }
  return [...latest.values()];
}

function shorter(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
