import { RuntimeError } from '../errors/runtime-error.js';
import type { Operation } from '../http/operation.js';
import { emptyReply } from '../http/reply.js';
import { threadsOf } from './thread-access.js';

/** `POST /threads/clear`: removes all threads of the caller. Development only. */
export const clearThreads: Operation = async (context) => {
  const threads = threadsOf(context);
  if (!context.runtime.settings.isDevelopment) {
    throw new RuntimeError('forbidden', 'Clearing threads is off outside development');
  }
  await threads.clear(context.scope);
  return emptyReply(204);
};
