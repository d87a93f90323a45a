import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Scope, StoreEngine, ThreadChange, ThreadRecord } from '@flightdeck/store';
import { FakeClock, until } from '@flightdeck/testing';
import type { Logger } from '../runtime/logger.js';
import { UserMetaFeed, type FeedMember } from './user-meta-feed.js';

const ADA: Scope = { tenantId: 'one', userId: 'ada' };

function threadOf(threadId: string, changes: Partial<ThreadRecord> = {}): ThreadRecord {
  return {
    threadPk: 1,
    threadId,
    tenantId: 'one',
    userId: 'ada',
    agentId: 'default',
    name: null,
    archived: false,
    createdAt: 0,
    updatedAt: 0,
    lastRunAt: 0,
    ...changes,
  };
}

/** A store that says what a test wants it to say, and a bus that says nothing by itself. */
class FakeStore {
  readonly changes: ThreadChange[] = [];
  listed: ThreadRecord[] = [];
  lostUpTo = 0;
  failures = 0;
  reads = 0;
  followers = 0;
  hint: () => void = () => undefined;

  add(kind: ThreadChange['kind'], thread: string | ThreadRecord, runId?: string): void {
    const record = typeof thread === 'string' ? threadOf(thread) : thread;
    this.changes.push({
      metaSeq: this.head + 1,
      kind,
      threadId: record.threadId,
      thread: kind === 'deleted' ? null : record,
      ...(runId === undefined ? {} : { run: { runId, agentId: 'default', cursor: '1.0' } }),
      at: 0,
    });
  }

  get head(): number {
    return this.changes.at(-1)?.metaSeq ?? 0;
  }

  get engine(): StoreEngine {
    const follow = (onHint: () => void): (() => void) => {
      this.followers += 1;
      this.hint = onHint;
      return () => (this.followers -= 1);
    };
    const fake = {
      threads: {
        changesSince: async (_scope: Scope, metaSeq: number, limit: number) => {
          this.reads += 1;
          if (this.failures > 0) {
            this.failures -= 1;
            throw new Error('gone');
          }
          const rest = this.changes.filter((change) => change.metaSeq > metaSeq);
          const truncated = metaSeq < this.lostUpTo || metaSeq > this.head;
          return { changes: truncated ? [] : rest.slice(0, limit), head: this.head, truncated };
        },
        list: async () => ({ threads: this.listed, nextCursor: null }),
      },
      bus: {
        followMeta: (_scope: Scope, onHint: () => void) => follow(onHint),
        onInterruption: (onHint: () => void) => follow(onHint),
      },
    };
    // What the feed uses of an engine.
    return fake as unknown as StoreEngine;
  }
}

class Listener implements FeedMember {
  readonly told: string[] = [];
  isUpToDate = false;
  #position: number;

  constructor(position: number) {
    this.#position = position;
  }

  get position(): number {
    return this.#position;
  }

  set position(position: number) {
    this.#position = position;
    this.isUpToDate = true;
  }

  tell({ name, payload }: { readonly name: string; readonly payload: string }): void {
    const { operation, threadId, runId } = JSON.parse(payload) as Record<string, string>;
    this.told.push(name === 'thread_metadata' ? `${operation} ${threadId}` : `run ${runId}`);
  }
}

describe('the feed of a user', () => {
  let store: FakeStore;
  let clock: FakeClock;
  let warnings: string[];
  let feed: UserMetaFeed;
  beforeEach(() => {
    store = new FakeStore();
    clock = new FakeClock();
    warnings = [];
  });
  afterEach(() => {
    feed.close();
    expect(store.followers).toBe(0);
  });

  const open = (openStore = async (): Promise<void> => undefined): void => {
    const ignore = (): void => undefined;
    const warn = (message: string): void => void warnings.push(message);
    const logger: Logger = { debug: ignore, info: ignore, warn, error: warn };
    feed = new UserMetaFeed({ store: store.engine, open: openStore, scope: ADA, clock, logger });
  };

  const join = async (position = store.head): Promise<Listener> => {
    const listener = new Listener(position);
    feed.add(listener);
    await until(() => listener.isUpToDate, 'the listener to be up to date');
    return listener;
  };

  it('tells every change once and in order, whatever the hints', async () => {
    open();
    const listeners = [await join(), await join()];
    store.add('created', 'a', 'r1');
    store.add('renamed', 'a');
    store.hint();
    store.hint();
    store.add('archived', threadOf('a', { archived: true }));
    store.add('unarchived', 'a');
    store.add('deleted', 'a');
    store.hint();
    for (const listener of listeners) {
      await until(() => listener.position === 5, 'the last change');
      expect(listener.told).toEqual([
        'created a',
        'run r1',
        'renamed a',
        'archived a',
        'unarchived a',
        'deleted a',
      ]);
    }
  });

  it('reads a change once for all who listen', async () => {
    open();
    await Promise.all([join(), join(), join()]);
    const before = store.reads;
    store.add('created', 'a');
    store.hint();
    const late = await join();
    expect(late.told).toEqual([]);
    expect(store.reads - before).toBeLessThanOrEqual(4);
  });

  it('tells of many changes, page by page', async () => {
    open();
    const listener = await join();
    for (let index = 0; index < 350; index += 1) store.add('updated', `t${index}`);
    store.hint();
    await until(() => listener.position === 350, 'the last change');
    expect(listener.told).toEqual(store.changes.map(({ threadId }) => `updated ${threadId}`));
  });

  it('never puts an archived thread back into lists', async () => {
    open();
    const listener = await join();
    const archived = threadOf('a', { archived: true });
    store.add('updated', archived, 'r1');
    store.add('renamed', archived);
    store.hint();
    await until(() => listener.position === 2, 'the last change');
    expect(listener.told).toEqual(['archived a', 'run r1', 'archived a']);
  });

  it('says nothing of threads that no list shows, because they have never run', async () => {
    open();
    const listener = await join();
    store.add('created', threadOf('a', { lastRunAt: null }));
    store.add('created', 'b');
    store.hint();
    await until(() => listener.position === 2, 'the last change');
    expect(listener.told).toEqual(['created b']);
  });

  it('first tells who comes what has become of the threads that changed', async () => {
    store.add('created', 'seen');
    store.add('created', 'a', 'r1');
    store.add('created', 'b', 'r2');
    store.add('renamed', 'a');
    store.add('deleted', 'b');
    open();
    const listener = await join(1);
    expect(listener.told).toEqual(['updated a', 'run r1', 'deleted b']);
    store.add('renamed', 'a');
    store.hint();
    await until(() => listener.position === 6, 'the next change');
    expect(listener.told.slice(3)).toEqual(['renamed a']);
  });

  it('shows the first page to who has missed more than is known, or can be told', async () => {
    for (let index = 0; index < 60; index += 1) store.add('created', `t${index}`);
    store.lostUpTo = 3;
    store.listed = [threadOf('x'), threadOf('y', { archived: true })];
    open();
    const page = ['updated x', 'archived y'];
    expect((await join(1)).told).toEqual(page);
    expect((await join(5)).told).toEqual(page);
    // The store has been set up anew since.
    expect((await join(999)).told).toEqual(page);
    expect((await join(20)).told).toHaveLength(40);
    expect((await join(58)).told).toEqual(['updated t58', 'updated t59']);
  });

  it('shows the first page to all when changes are gone before they were told', async () => {
    open();
    const listener = await join();
    store.listed = [threadOf('x')];
    for (let index = 0; index < 5; index += 1) store.add('created', `t${index}`);
    store.lostUpTo = 3;
    store.hint();
    await until(() => listener.position === 5, 'the end');
    store.add('renamed', 'x');
    store.hint();
    await until(() => listener.position === 6, 'the next change');
    expect(listener.told).toEqual(['updated x', 'renamed x']);
  });

  it('does not pass over a gap', async () => {
    open();
    const listener = await join();
    store.listed = [threadOf('x')];
    store.add('created', 'a');
    store.add('created', 'b');
    store.changes.shift();
    store.hint();
    await until(() => listener.position === 2, 'the end');
    expect(listener.told).toEqual(['updated x']);
  });

  it('asks a store that fails again, and mentions it once', async () => {
    open();
    const listener = await join();
    store.failures = 4;
    store.add('created', 'a');
    store.hint();
    for (const delay of [100, 200, 400, 800]) {
      await until(() => clock.pending === 1, 'the next attempt');
      expect(listener.told).toEqual([]);
      clock.advance(delay);
    }
    await until(() => listener.position === 1, 'the change');
    expect(listener.told).toEqual(['created a']);
    expect(warnings).toHaveLength(1);
  });

  it('reads nothing before the store is open, which makes other instances heard', async () => {
    let attempts = 0;
    open(async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('not yet');
    });
    feed.add(new Listener(0));
    await until(() => clock.pending === 1, 'the next attempt');
    expect([attempts, store.reads]).toEqual([1, 0]);
    clock.advance(100);
    await until(() => store.reads > 0, 'a reading');
    expect(attempts).toBe(2);
  });

  it('tells nothing to who has left', async () => {
    open();
    const listener = await join();
    const hasty = new Listener(0);
    store.add('created', 'a');
    feed.add(hasty);
    feed.remove(hasty);
    feed.remove(listener);
    const other = await join(0);
    expect(other.told).toEqual(['updated a']);
    expect([hasty.told, listener.told]).toEqual([[], []]);
  });
});
