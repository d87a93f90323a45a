import type { Scope, StoreEngine, ThreadChange } from '@flightdeck/store';
import { eventsOf, threadEvent, type RealtimeEvent } from './metadata-events.js';

export interface MissedChanges {
  readonly store: StoreEngine;
  readonly scope: Scope;
  /** The client has been told of everything up to this number ... */
  readonly after: number;
  /** ... and will be told of everything behind this one. */
  readonly upTo: number;
}

const PAGE = 200;
/** Who has missed more than this gets the first page of the list instead. */
const MAX_CHANGES = 1_000;
const MAX_THREADS = 50;

/**
 * What a client has to be told that was away for a while: each thread that has changed, as it was at
 * `upTo`, and the run that began last on it. When that is no longer known, or too much, then the
 * first page of the list.
 */
export async function missedEvents(missed: MissedChanges): Promise<readonly RealtimeEvent[]> {
  const { scope, after, upTo } = missed;
  if (after === upTo) return [];
  const changes = after > upTo ? null : await latestChanges(missed);
  if (changes === null) return firstPage(missed);
  return changes.flatMap((change) => {
    const { kind } = change;
    return eventsOf(scope, { ...change, kind: kind === 'deleted' ? kind : 'updated' });
  });
}

/** The last change of every thread, with the last run that any of them tells of. */
async function latestChanges(missed: MissedChanges): Promise<readonly ThreadChange[] | null> {
  const { store, scope, after, upTo } = missed;
  if (upTo - after > MAX_CHANGES) return null;
  const byThread = new Map<string, ThreadChange>();
  let position = after;
  while (position < upTo) {
    const limit = Math.min(PAGE, upTo - position);
    const { changes, truncated } = await store.threads.changesSince(scope, position, limit);
    if (truncated || changes.length === 0 || !isUnbroken(changes, position)) return null;
    for (const change of changes) note(byThread, change);
    if (byThread.size > MAX_THREADS) return null;
    position += changes.length;
  }
  return [...byThread.values()];
}

/** Whether the changes are those that come next after a number. */
export function isUnbroken(changes: readonly ThreadChange[], after: number): boolean {
  return changes.every(({ metaSeq }, index) => metaSeq === after + index + 1);
}

function note(byThread: Map<string, ThreadChange>, change: ThreadChange): void {
  const { threadId, thread } = change;
  const run = change.run ?? (thread === null ? undefined : byThread.get(threadId)?.run);
  // Behind the others: the latest change comes last.
  byThread.delete(threadId);
  byThread.set(threadId, run === undefined ? change : { ...change, run });
}

/** The threads that a list begins with, as they are now. */
export async function firstPage({
  store,
  scope,
}: Pick<MissedChanges, 'store' | 'scope'>): Promise<readonly RealtimeEvent[]> {
  const { threads } = await store.threads.list(scope, { limit: MAX_THREADS, archived: 'all' });
  return threads.map((thread) => threadEvent('updated', thread, thread.updatedAt));
}
