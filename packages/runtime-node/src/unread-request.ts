import type { NodeResponse } from './node-types.js';

/**
 * Whether a response is made before the body of its request has been read. Node itself disposes of
 * a body that nobody has touched; one that was begun, or refused for its size, is our business.
 */
export function hasUnreadRequest({ req }: NodeResponse, status: number): boolean {
  return !req.complete && (req.readableDidRead || status === 413);
}
