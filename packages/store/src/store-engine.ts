import type { EventLog } from './event-log.js';
import type { LiveBus } from './live-bus.js';
import type { RunCoordinator } from './run-coordinator.js';
import type { ThreadStore } from './thread-store.js';

/** One engine behind all four ports: what the `threads` option of a runtime takes. */
export interface StoreEngine {
  /** For messages and logs: `memory`, `sqlite`, `postgres`. */
  readonly name: string;
  readonly threads: ThreadStore;
  readonly log: EventLog;
  readonly coordinator: RunCoordinator;
  readonly bus: LiveBus;
  /** Releases connections and timers; safe to call repeatedly. */
  close(): Promise<void>;
}
