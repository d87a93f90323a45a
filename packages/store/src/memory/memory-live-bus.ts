import type { LiveBus, Unfollow } from '../live-bus.js';
import type { Scope } from '../scope.js';
import { scopedKey } from './scoped-key.js';
import { Topics } from './topics.js';

export interface MemoryLiveBusHooks {
  /** Called when the last follower of a thread has left. */
  readonly onUnfollowed: (threadPk: number) => void;
  readonly warn: (message: string) => void;
}

/** A bus within one process. It calls its followers at once and loses nothing. */
export class MemoryLiveBus implements LiveBus {
  readonly #onUnfollowed: (threadPk: number) => void;
  readonly #hints: Topics<number, number>;
  readonly #changes: Topics<string, number>;

  constructor({ onUnfollowed, warn }: MemoryLiveBusHooks) {
    const onError = (error: unknown): void => {
      warn(`A listener of the live bus threw: ${String(error)}`);
    };
    this.#onUnfollowed = onUnfollowed;
    this.#hints = new Topics(onError);
    this.#changes = new Topics(onError);
  }

  hint(threadPk: number, durableSeq: number): void {
    this.#hints.publish(threadPk, durableSeq);
  }

  follow(threadPk: number, onHint: (durableSeq: number) => void): Unfollow {
    const leave = this.#hints.add(threadPk, onHint);
    return () => {
      if (leave() && !this.isFollowed(threadPk)) this.#onUnfollowed(threadPk);
    };
  }

  isFollowed(threadPk: number): boolean {
    return this.#hints.has(threadPk);
  }

  meta(scope: Scope, metaSeq: number): void {
    this.#changes.publish(ownerKey(scope), metaSeq);
  }

  followMeta(scope: Scope, onHint: (metaSeq: number) => void): Unfollow {
    const leave = this.#changes.add(ownerKey(scope), onHint);
    return () => void leave();
  }

  onInterruption(): Unfollow {
    // Calls within a process are never lost, so there is nothing to say.
    return () => undefined;
  }

  close(): void {
    this.#hints.clear();
    this.#changes.clear();
  }
}

function ownerKey(scope: Scope): string {
  return scopedKey(scope.tenantId, scope.userId ?? '');
}
