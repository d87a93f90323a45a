import { threadNotFound } from '../errors/wire-errors.js';
import type { Operation } from '../http/operation.js';
import { jsonReply } from '../http/reply.js';
import { mutableThreadsOf } from './thread-access.js';

/** `DELETE /threads/:threadId`; answers `{ threadId, deleted: true }`. An active run is ended. */
export const deleteThread: Operation = async (context) => {
  const threadId = context.params.threadId ?? '';
  const removed = await mutableThreadsOf(context).remove(context.scope, threadId);
  if (!removed) throw threadNotFound(threadId);
  return jsonReply({ threadId, deleted: true });
};
