import type { Operation } from '../http/operation.js';
import { jsonReply } from '../http/reply.js';
import { realtimeOf, threadsNotOffered } from './thread-access.js';

/**
 * `POST /threads/subscribe`: a token for sockets that tell of changes of the caller's threads. 422,
 * as `/info` says, where no sockets are served.
 */
export const subscribeThreads: Operation = async (context) => {
  const hub = realtimeOf(context);
  if (hub === null) throw threadsNotOffered();
  const joinToken = await hub.joinToken(context.scope, context.headers.get('origin'));
  return jsonReply({ joinToken });
};
