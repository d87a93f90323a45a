import { HistoryCompactor } from './compaction/history-compactor.js';
import type { HistoryEvent } from './event-log.js';

/**
 * A shorter history that folds to the same messages and the same state.
 *
 * - Text, tool argument and reasoning deltas of one item become one event. Other items' deltas and
 *   events that do not name the item may stand between them; events that do, snapshots of all
 *   messages, chunks and run boundaries may not.
 * - State snapshots and deltas of a run become one snapshot where the final state is known: some
 *   snapshot set it and every later patch applies. Otherwise all of them stay.
 * - Activity deltas fold into a snapshot by the same rule. The activity's first snapshot stays too,
 *   since it decides where the message stands in the conversation.
 *
 * What was merged stands in the place of its last part and has that part's number; nothing else
 * moves. So numbers rise strictly, and whatever an event holds happened up to its number. A reader
 * can go on behind any number that no merged event spans, from its `firstSeq` to its `seq`.
 *
 * Compacting twice changes nothing. Texts that are not JSON events stay as they are.
 */
export function compactHistory(events: readonly HistoryEvent[]): HistoryEvent[] {
  const compactor = new HistoryCompactor();
  for (const event of events) compactor.push(event);
  return compactor.result();
}
