import type { LogRows } from './log-rows.js';
import type { NodeRows } from './node-rows.js';
import type { RunRows } from './run-rows.js';
import type { ThreadRows } from './thread-rows.js';

/**
 * What a database has to do for a store engine: rows and transactions, nothing else. `createEngine`
 * makes the four ports of it and adds what is the same everywhere: group commit, leases, hints,
 * history, compaction, retention. durability.md 5.
 *
 * Every method is one transaction. A scope with a user touches that user's threads alone; one
 * without touches every thread of its tenant, and creates threads whose user is `''`. Methods throw
 * `StoreError` and nothing else; `unavailable` means that nobody knows whether it was carried out.
 * Every call settles within bounded time, whatever the network does; one that was `unavailable` may
 * still be carried out for 45 seconds, and not later. Before `open` has succeeded,
 * and after `close`, they throw `closed`.
 */
export interface StoreBackend {
  /** For messages and logs: `sqlite`, `postgres`. */
  readonly name: string;
  readonly threads: ThreadRows;
  readonly log: LogRows;
  readonly runs: RunRows;
  readonly nodes: NodeRows;
  /**
   * Connects and brings the schema up to date, or checks it. Called once per successful start.
   *
   * @throws StoreError `unavailable`, `access_denied`, `corrupt`, `newer_schema`, `migration_required`, `read_only`
   */
  open(): Promise<void>;
  /** Releases every connection; safe to call repeatedly. */
  close(): Promise<void>;
  /**
   * Whether another process may have written since this was asked last. Where it can be told
   * cheaply, followers are woken by it; without it, they ask `heads` at intervals.
   */
  hasForeignWrites?(): boolean;
}
