import type { SqliteSession } from '../database/sqlite-session.js';

const ADD = `insert into thread_message_ids (thread_pk, message_id) values (?, ?)
  on conflict do nothing`;
const KNOWN = 'select 1 from thread_message_ids where thread_pk = ? and message_id = ?';

export function noteMessages(
  session: SqliteSession,
  threadPk: number,
  messageIds: readonly string[],
): void {
  for (const id of messageIds) session.run(ADD, threadPk, id);
}

export function knownMessages(
  session: SqliteSession,
  threadPk: number,
  messageIds: readonly string[],
): Set<string> {
  return new Set(messageIds.filter((id) => session.get(KNOWN, threadPk, id) !== undefined));
}
