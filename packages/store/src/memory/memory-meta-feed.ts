import type { LiveBus } from '../live-bus.js';
import type { BegunRun, ThreadChange, ThreadChangeKind, ThreadRecord } from '../records.js';
import type { Scope } from '../scope.js';
import type { Mutable } from './mutable.js';
import { scopedKey } from './scoped-key.js';

interface Feed {
  head: number;
  readonly changes: ThreadChange[];
}

const CHANGES_PER_OWNER = 1_000;
/** Owners come and go; without a bound on all of them, throw-away users would fill the memory. */
const CHANGES_IN_ALL = 50_000;

/** The numbered changes of every owner's threads, the latest of them kept. */
export class MemoryMetaFeed {
  readonly #bus: LiveBus;
  readonly #clock: () => number;
  /** By owner, the one with the latest change last. */
  readonly #feeds = new Map<string, Feed>();
  #lastKey: string | null = null;
  #total = 0;
  /** No forgotten feed got further: whoever counts on from here repeats no number. */
  #floor = 0;

  constructor(bus: LiveBus, clock: () => number) {
    this.#bus = bus;
    this.#clock = clock;
  }

  publish(kind: ThreadChangeKind, thread: ThreadRecord, run?: BegunRun): void {
    const scope = { tenantId: thread.tenantId, userId: thread.userId };
    const feed = this.#latest(scopedKey(scope.tenantId, scope.userId));
    feed.head += 1;
    const change: Mutable<ThreadChange> = {
      metaSeq: feed.head,
      kind,
      threadId: thread.threadId,
      thread: kind === 'deleted' ? null : thread,
      at: this.#clock(),
    };
    if (run !== undefined) change.run = run;
    feed.changes.push(change);
    this.#total += 1;
    this.#trim(feed);
    this.#bus.meta(scope, feed.head);
  }

  since(
    scope: Scope,
    metaSeq: number,
    limit: number,
  ): { changes: readonly ThreadChange[]; head: number; truncated: boolean } {
    const feed = this.#feeds.get(scopedKey(scope.tenantId, scope.userId ?? ''));
    if (feed === undefined) {
      return { changes: [], head: this.#floor, truncated: metaSeq !== this.#floor };
    }
    const { head } = feed;
    const oldest = feed.changes[0]?.metaSeq ?? head + 1;
    const start = Math.max(0, metaSeq + 1 - oldest);
    const changes = feed.changes.slice(start, start + Math.max(1, limit));
    return { changes, head, truncated: metaSeq + 1 < oldest || metaSeq > head };
  }

  /** Drops the changes of the scope's user, or of everybody in its tenant. */
  forget({ tenantId, userId }: Scope): void {
    // Without a user, the start that the keys of a tenant have in common.
    const key = scopedKey(tenantId, userId ?? '');
    const keys = userId === null ? [...this.#feeds.keys()] : [key];
    for (const each of keys) if (each.startsWith(key)) this.#drop(each);
  }

  #drop(key: string): void {
    const feed = this.#feeds.get(key);
    if (feed === undefined) return;
    this.#feeds.delete(key);
    this.#total -= feed.changes.length;
    this.#floor = Math.max(this.#floor, feed.head);
  }

  /** The owner's feed, moved behind all others. */
  #latest(key: string): Feed {
    const feed = this.#feeds.get(key) ?? { head: this.#floor, changes: [] };
    if (key === this.#lastKey && this.#feeds.has(key)) return feed;
    this.#lastKey = key;
    this.#feeds.delete(key);
    this.#feeds.set(key, feed);
    return feed;
  }

  #trim(current: Feed): void {
    if (current.changes.length > CHANGES_PER_OWNER) {
      current.changes.shift();
      this.#total -= 1;
    }
    if (this.#total <= CHANGES_IN_ALL) return;
    for (const key of this.#feeds.keys()) {
      if (this.#total <= CHANGES_IN_ALL) return;
      this.#drop(key);
    }
  }
}
