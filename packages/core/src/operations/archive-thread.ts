import { threadNotFound } from '../errors/wire-errors.js';
import type { Operation } from '../http/operation.js';
import { jsonReply } from '../http/reply.js';
import { mutableThreadsOf } from './thread-access.js';

/** `POST /threads/:threadId/archive`; answers `{ threadId, archived: true }`. */
export const archiveThread: Operation = async (context) => {
  const threadId = context.params.threadId ?? '';
  const patch = { archived: true };
  const thread = await mutableThreadsOf(context).update(context.scope, threadId, patch);
  if (thread === null) throw threadNotFound(threadId);
  return jsonReply({ threadId, archived: true });
};
