import type { Reply } from './reply.js';
import type { RequestSource } from './request-source.js';

/**
 * The runtime as adapters see it: one request view in, one reply out. Everything that a mount does
 * happens behind this; an adapter only converts and delegates.
 */
export interface RuntimeDispatcher {
  /** Whether a path below the mount point lies within the base path. The others belong to the host application. */
  owns(path: string): boolean;
  /** Answers the request. Never rejects: every failure is a reply. */
  dispatch(source: RequestSource): Promise<Reply>;
}
