import type { ThreadChangeKind, ThreadRecord } from './records.js';
import type { ThreadPatch } from './thread-store.js';

/** What an update amounts to, or `null` if it changes nothing. The archived flag outweighs the rest. */
export function changeKindOf(
  thread: Pick<ThreadRecord, 'archived' | 'name'>,
  patch: ThreadPatch,
): ThreadChangeKind | null {
  if (patch.archived !== undefined && patch.archived !== thread.archived) {
    return patch.archived ? 'archived' : 'unarchived';
  }
  if (patch.name !== undefined && patch.name !== thread.name) return 'renamed';
  return patch.metadata === undefined ? null : 'updated';
}
