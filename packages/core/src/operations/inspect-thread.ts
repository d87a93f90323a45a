import { flattenMessage } from '../http/after-request.js';
import type { Operation } from '../http/operation.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { refuseForeign, threadsOf } from './thread-access.js';

/** `GET /threads/:threadId/messages`, protocol.md 5.7. An unknown thread has none. */
export const threadMessages: Operation = async (context) => {
  await refuseForeign(context);
  const { scope, params } = context;
  const contents = await threadsOf(context).contents(scope, params.threadId ?? '');
  return jsonReply({ messages: (contents?.messages ?? []).map(flattenMessage) });
};

/** `GET /threads/:threadId/events`: the compacted events, oldest first. */
export const threadEvents: Operation = async (context) => {
  await refuseForeign(context);
  const { scope, params } = context;
  const events = (await threadsOf(context).events(scope, params.threadId ?? '')) ?? [];
  // The log keeps JSON text: joining it is the whole work.
  const reply: Reply = jsonReply(null);
  return { ...reply, body: `{"events":[${events.join(',')}]}` };
};

/** `GET /threads/:threadId/state`: the last state if it is an object, else `null`. */
export const threadState: Operation = async (context) => {
  await refuseForeign(context);
  const { scope, params } = context;
  const contents = await threadsOf(context).contents(scope, params.threadId ?? '');
  const state = contents?.state;
  const isObject = typeof state === 'object' && state !== null && !Array.isArray(state);
  return jsonReply({ state: isObject ? state : null });
};
