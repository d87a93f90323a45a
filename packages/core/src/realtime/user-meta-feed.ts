import type { Scope, StoreEngine } from '@flightdeck/store';
import type { Clock } from '../internal/clock.js';
import { Wakeup } from '../internal/wakeup.js';
import type { Logger } from '../runtime/logger.js';
import { eventsOf, type RealtimeEvent } from './metadata-events.js';
import { firstPage, isUnbroken, missedEvents } from './missed-changes.js';

/** One client of a feed. */
export interface FeedMember {
  /** The number of the last change that it knows of. The feed moves it on. */
  position: number;
  tell(event: RealtimeEvent): void;
}

export interface UserMetaFeedOptions {
  readonly store: StoreEngine;
  /** Opens the store, so that other instances are heard of. Asked again after a failure. */
  readonly open: () => Promise<void>;
  readonly scope: Scope;
  readonly clock: Clock;
  readonly logger: Logger;
}

const PAGE = 100;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 10_000;

/**
 * The changes of one user's threads, for all of that user's sockets in this process: read once,
 * told in the order of their numbers, each once. Hints of the bus only say that it is time to read;
 * a store that fails is asked again.
 */
export class UserMetaFeed {
  readonly #options: UserMetaFeedOptions;
  readonly #wakeup = new Wakeup();
  readonly #members = new Set<FeedMember>();
  /** Those who must first be told what they have missed. */
  readonly #arrivals = new Set<FeedMember>();
  readonly #release: readonly (() => void)[];
  /** The number of the last change that the members were told of; `null` before the first reading. */
  #position: number | null = null;
  #failures = 0;
  #stopTimer: () => void = () => undefined;

  constructor(options: UserMetaFeedOptions) {
    this.#options = options;
    const { bus } = options.store;
    const wake = (): void => this.#wakeup.wake();
    // Before the first reading, so that nothing falls in between.
    this.#release = [bus.followMeta(options.scope, wake), bus.onInterruption(wake)];
    void this.#run();
  }

  /** Tells the member what it has missed since its position, and then every change. */
  add(member: FeedMember): void {
    this.#arrivals.add(member);
    this.#wakeup.wake();
  }

  remove(member: FeedMember): void {
    this.#arrivals.delete(member);
    this.#members.delete(member);
  }

  close(): void {
    for (const release of this.#release) release();
    this.#stopTimer();
    this.#wakeup.close();
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    while (await this.#wakeup.wait()) {
      try {
        // Whoever comes later may know of later changes than those that are read now.
        const arrivals = [...this.#arrivals];
        await this.#advance();
        for (const member of arrivals) await this.#welcome(member);
        this.#failures = 0;
      } catch (error) {
        this.#retryLater(error);
      }
    }
  }

  /** Tells the members every change that there is. */
  async #advance(): Promise<void> {
    const { store, scope, open } = this.#options;
    await open();
    this.#position ??= (await store.threads.changesSince(scope, 0, 1)).head;
    for (;;) {
      const since = this.#position;
      const { changes, head, truncated } = await store.threads.changesSince(scope, since, PAGE);
      if (truncated || !isUnbroken(changes, since)) return this.#startOver(head);
      for (const change of changes) this.#tell(eventsOf(scope, change), change.metaSeq);
      if (changes.length === 0) return;
    }
  }

  /** Changes are gone that nobody was told of: what the members show is made right as far as it can be. */
  async #startOver(head: number): Promise<void> {
    const events = this.#members.size === 0 ? [] : await firstPage(this.#options);
    this.#tell(events, head);
  }

  #tell(events: readonly RealtimeEvent[], position: number): void {
    this.#position = position;
    for (const member of this.#members) {
      for (const event of events) member.tell(event);
      member.position = position;
    }
  }

  async #welcome(member: FeedMember): Promise<void> {
    const upTo = this.#position ?? 0;
    const missed = { ...this.#options, after: member.position, upTo };
    const events = await missedEvents(missed);
    // It may have left while the store was asked.
    if (!this.#arrivals.delete(member)) return;
    this.#members.add(member);
    for (const event of events) member.tell(event);
    member.position = upTo;
  }

  #retryLater(error: unknown): void {
    const { clock, logger } = this.#options;
    this.#failures += 1;
    // One failure may be a blip; of an outage it is enough to hear once.
    if (this.#failures === 2) logger.warn('Changes of threads cannot be read; trying again', error);
    this.#stopTimer();
    const delay = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1));
    this.#stopTimer = clock.after(delay, () => this.#wakeup.wake());
  }
}
