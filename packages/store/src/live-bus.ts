import type { Scope } from './scope.js';

/** Ends a subscription; calling it again does nothing. */
export type Unfollow = () => void;

/**
 * Lossy hints between followers and owners. A hint may be lost or repeated and never carries truth:
 * whoever gets one reads the log. No method throws or blocks the writer.
 */
export interface LiveBus {
  /** Says that the thread's log reaches at least `durableSeq`. */
  hint(threadPk: number, durableSeq: number): void;
  follow(threadPk: number, onHint: (durableSeq: number) => void): Unfollow;
  /** Says that the changes of the scope's user reach at least `metaSeq`. */
  meta(scope: Scope, metaSeq: number): void;
  /** Without a user, a scope's own threads are those without an owner. */
  followMeta(scope: Scope, onHint: (metaSeq: number) => void): Unfollow;
  /** Calls back after hints may have been lost, so that followers read again. */
  onInterruption(onInterrupted: () => void): Unfollow;
}
