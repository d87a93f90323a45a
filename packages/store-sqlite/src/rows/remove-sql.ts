import type { RemovedThread } from '@flightdeck/store/engine';

import type { SqliteSession } from '../database/sqlite-session.js';
import { recordChange } from './change-sql.js';
import { headOf } from './head-sql.js';
import { ownerOf, type StoredThread } from './thread-sql.js';

// Runs with their archives, the head and the message ids go with the thread.
const DELETE_SEGMENTS = 'delete from event_segments where thread_pk = ?';
const DELETE_THREAD = 'delete from threads where pk = ?';

/** Removes a thread with everything that belongs to it, and tells its owner. */
export function removeThread(session: SqliteSession, thread: StoredThread): RemovedThread {
  const { threadPk } = thread.record;
  const nextSeq = headOf(session, threadPk)?.nextSeq ?? 1;
  session.run(DELETE_SEGMENTS, threadPk);
  session.run(DELETE_THREAD, threadPk);
  const metaSeq = recordChange(session, 'deleted', thread);
  return { threadPk, nextSeq, owner: ownerOf(thread), metaSeq };
}
