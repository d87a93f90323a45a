import { StoreError, type ThreadQuery } from '@flightdeck/store';
import { badRequest } from '../errors/wire-errors.js';
import type { Operation } from '../http/operation.js';
import { jsonReply } from '../http/reply.js';
import { realtimeOf, threadsOf } from './thread-access.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/**
 * `GET /threads?agentId=&limit=&cursor=&includeArchived=`, protocol.md 5.7; `limit` 1 to 200,
 * default 50. While sockets are served, `joinCode` names the topic that tells of changes.
 */
export const listThreads: Operation = async (context) => {
  const query = parseQuery(context.query);
  try {
    const page = await threadsOf(context).list(context.scope, query);
    const joinCode = await realtimeOf(context)?.joinCode(context.scope);
    return jsonReply(joinCode === undefined ? page : { ...page, joinCode });
  } catch (error) {
    if (StoreError.is(error) && error.code === 'invalid_cursor') throw badRequest('Invalid cursor');
    throw error;
  }
};

function parseQuery(query: URLSearchParams): ThreadQuery {
  const agentId = query.get('agentId');
  const cursor = query.get('cursor');
  return {
    limit: parseLimit(query.get('limit')),
    archived: query.get('includeArchived') === 'true' ? 'all' : 'no',
    ...(agentId === null || agentId === '' ? {} : { agentId }),
    ...(cursor === null || cursor === '' ? {} : { cursor }),
  };
}

function parseLimit(text: string | null): number {
  if (text === null || text === '') return DEFAULT_LIMIT;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1) throw badRequest('limit must be a positive integer');
  return Math.min(limit, MAX_LIMIT);
}
