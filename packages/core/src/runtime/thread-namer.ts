import type { Message } from '@flightdeck/store';
import type { Identity } from './identity.js';

/** What is known of a thread whose first run has begun. */
export interface ThreadNameContext {
  readonly threadId: string;
  readonly agentId: string;
  /** The messages that the run began with. */
  readonly messages: readonly Message[];
  /** Who runs it; `null` without `identifyUser`. */
  readonly identity: Identity | null;
}

/** Makes the name of a new thread. An empty text leaves it without one. */
export type ThreadNamer = (context: ThreadNameContext) => string | Promise<string>;
