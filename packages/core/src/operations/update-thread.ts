import type { ThreadPatch } from '@flightdeck/store';
import { badRequest, threadNotFound } from '../errors/wire-errors.js';
import type { Operation } from '../http/operation.js';
import { jsonReply } from '../http/reply.js';
import { mutableThreadsOf } from './thread-access.js';

const MAX_NAME_LENGTH = 500;

/** `PATCH /threads/:threadId` with `{ name?, archived? }`; answers the thread. Other keys are not taken. */
export const updateThread: Operation = async (context) => {
  const threads = mutableThreadsOf(context);
  const patch = parsePatch(await context.body.json());
  const threadId = context.params.threadId ?? '';
  const thread = await threads.update(context.scope, threadId, patch);
  if (thread === null) throw threadNotFound(threadId);
  return jsonReply(thread);
};

function parsePatch(body: unknown): ThreadPatch {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest('Invalid request body');
  }
  const { name, archived } = body as { name?: unknown; archived?: unknown };
  if (archived !== undefined && typeof archived !== 'boolean') {
    throw badRequest('archived must be a boolean');
  }
  return {
    ...(name === undefined ? {} : { name: parseName(name) }),
    ...(archived === undefined ? {} : { archived }),
  };
}

function parseName(name: unknown): string | null {
  if (name === null) return null;
  if (typeof name !== 'string') throw badRequest('name must be a string or null');
  if (name.length <= MAX_NAME_LENGTH) return name;
  throw badRequest(`name must have at most ${MAX_NAME_LENGTH} characters`);
}
