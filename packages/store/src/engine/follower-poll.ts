import type { StoreBackend } from '../backend/store-backend.js';
import type { ThreadHead } from '../event-log.js';
import { scopedKey } from '../memory/scoped-key.js';
import type { Scope } from '../scope.js';
import type { EngineClock } from './engine-clock.js';
import type { Opening } from './opening.js';
import type { RelayedLiveBus } from './relayed-live-bus.js';
import { Repeating } from './repeating.js';

export interface FollowerPollOptions {
  readonly backend: StoreBackend;
  readonly opening: Opening;
  readonly bus: RelayedLiveBus;
  readonly clock: EngineClock;
  readonly pollMs: number;
  readonly warn: (message: string, cause?: unknown) => void;
}

/** Asking a database in this process whether another process has written costs microseconds. */
const FOREIGN_WRITES_MS = 50;
/** With a transport, how often owners are looked at. */
const OWNERS_MS = 15_000;

/**
 * Looks whether what is followed has changed without a hint: the one thing that hints may rely on
 * for getting lost. Nothing runs while nobody follows.
 */
export class FollowerPoll {
  readonly #options: FollowerPollOptions;
  readonly #repeating: Repeating;
  /** What was seen of each followed thread and owner last. */
  #threads = new Map<number, ThreadHead>();
  #owners = new Map<string, number>();
  #ownersLookedAt = -Infinity;
  /** Set as long as something may have changed that was not looked at. */
  #due = true;

  constructor(options: FollowerPollOptions) {
    const { backend, bus, clock, pollMs, warn } = options;
    this.#options = options;
    this.#repeating = new Repeating({
      clock,
      delayMs: () => (backend.hasForeignWrites === undefined ? pollMs : FOREIGN_WRITES_MS),
      turn: () => this.#turn(),
      onError: (error) => warn('Followed threads could not be looked at', error),
    });
    bus.watch({
      onFollowing: () => this.#onFollowing(),
      onInterrupted: () => this.#onInterrupted(),
    });
  }

  stop(): Promise<void> {
    return this.#repeating.stop();
  }

  #onFollowing(): void {
    this.#due = true;
    if (this.#options.bus.isFollowed) this.#repeating.start();
    // Only what is under way is left to happen, and it fails in silence at worst.
    else void this.#repeating.stop();
  }

  #onInterrupted(): void {
    this.#due = true;
    this.#ownersLookedAt = -Infinity;
    this.#repeating.soon();
  }

  async #turn(): Promise<void> {
    const { backend, opening } = this.#options;
    await opening.open();
    if (backend.hasForeignWrites !== undefined) {
      this.#due = backend.hasForeignWrites() || this.#due;
      if (!this.#due) return;
    }
    // Before the questions: what is followed during them is due again.
    this.#due = false;
    try {
      await this.#lookAtThreads();
      await this.#lookAtOwners();
    } catch (error) {
      this.#due = true;
      throw error;
    }
  }

  async #lookAtThreads(): Promise<void> {
    const { backend, bus } = this.#options;
    const followed = bus.followedThreads();
    const known = this.#threads;
    this.#threads = new Map();
    for (const pk of followed) {
      const head = known.get(pk);
      if (head !== undefined) this.#threads.set(pk, head);
    }
    if (followed.length === 0) return;
    const heads = new Map((await backend.log.heads(followed)).map((head) => [head.threadPk, head]));
    for (const threadPk of followed) this.#compare(threadPk, heads.get(threadPk));
  }

  #compare(threadPk: number, head: ThreadHead | undefined): void {
    const { bus } = this.#options;
    const seen = this.#threads.get(threadPk);
    if (head === undefined) {
      // One past the end, as for any thread that is removed.
      this.#threads.delete(threadPk);
      if (seen !== undefined) bus.deliverHint(threadPk, seen.nextSeq);
      return;
    }
    this.#threads.set(threadPk, head);
    // Seen for the first time, it may have changed after its follower has read it.
    if (seen === undefined || differs(seen, head)) bus.deliverHint(threadPk, head.nextSeq - 1);
  }

  async #lookAtOwners(): Promise<void> {
    const { backend, bus, clock } = this.#options;
    const owners = bus.followedOwners();
    const wait = bus.hasTransport ? OWNERS_MS : 0;
    if (owners.length === 0 || clock.now() < this.#ownersLookedAt + wait) return;
    const heads = await backend.threads.changeHeads(owners);
    this.#ownersLookedAt = clock.now();
    const seen = this.#owners;
    this.#owners = new Map();
    for (const [index, scope] of owners.entries()) {
      const head = heads[index] ?? 0;
      const key = keyOf(scope);
      this.#owners.set(key, head);
      if (seen.get(key) !== head) bus.deliverMeta(scope, head);
    }
  }
}

function differs(seen: ThreadHead, head: ThreadHead): boolean {
  return (
    seen.nextSeq !== head.nextSeq ||
    seen.fence !== head.fence ||
    seen.activeRunId !== head.activeRunId
  );
}

function keyOf({ tenantId, userId }: Scope): string {
  return scopedKey(tenantId, userId ?? '');
}
