import { RuntimeError } from '../errors/runtime-error.js';
import type { Operation } from '../http/operation.js';
import { emptyReply } from '../http/reply.js';

const UNCACHED = { 'cache-control': 'no-store, private' };

/** `GET /inspector-metadata`: nothing to tell without a platform. */
export const inspectorMetadata: Operation = async () => emptyReply(204, UNCACHED);

/** `GET /inspector-learning`: not offered. */
export const inspectorLearning: Operation = async () => {
  throw new RuntimeError('route_not_found', 'Not found', {
    body: { error: 'Not found' },
    headers: UNCACHED,
  });
};
