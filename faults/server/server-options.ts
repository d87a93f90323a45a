import type { HintFault } from './faulty-transport.js';

export interface PostgresChoice {
  readonly kind: 'postgres';
  readonly url: string;
  readonly schema: string;
  /** How instances wake each other: not at all, by PostgreSQL, or by a Redis at this URL. @default 'notify' */
  readonly bus?: 'none' | 'notify' | { readonly redisUrl: string };
  /** What happens to the hints that a server gets. @default nothing */
  readonly hints?: HintFault;
}

/** Where a server of the suite keeps its threads. */
export type StoreChoice =
  | { readonly kind: 'memory' }
  | { readonly kind: 'sqlite'; readonly file: string }
  | PostgresChoice;

/** How long a server may be silent before its runs are taken over, in milliseconds. */
export interface LeaseTimes {
  readonly ttlMs: number;
  readonly heartbeatMs: number;
}

/** Short enough to wait for, long enough for a busy machine of two cores. */
export const FAST_LEASE: LeaseTimes = { ttlMs: 2_500, heartbeatMs: 400 };

export interface ServerOptions {
  readonly store: StoreChoice;
  /** @default FAST_LEASE; `'default'` leaves the engine its own times */
  readonly lease?: LeaseTimes | 'default';
  readonly delivery?: 'durable' | 'live';
  /** How long runs get to end after SIGTERM. @default 1000 */
  readonly graceMs?: number;
  /** Kills itself with -9 as soon as it has taken a run over, before it can end it. @default false */
  readonly diesOnTakeover?: boolean;
  /** Cleans up a few times per second instead of once a minute. @default false */
  readonly hurry?: boolean;
  /** What becomes of idle threads, in days. */
  readonly retention?: { readonly archiveAfterDays?: number; readonly removeAfterDays?: number };
  /** How long raw events outlive their compaction. @default 10 */
  readonly rawLogMinutes?: number;
}
