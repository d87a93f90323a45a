import type { ThreadRecord } from '../records.js';
import type { Scope } from '../scope.js';
import { MemoryOwners } from './memory-owners.js';
import type { MemoryRun } from './memory-run.js';
import type { MemoryThread } from './memory-thread.js';
import { scopedKey } from './scoped-key.js';

/** All threads, found by key, by public id and by owner, with their sizes. */
export class MemoryThreadTable {
  readonly #byPk = new Map<number, MemoryThread>();
  readonly #byId = new Map<string, MemoryThread>();
  readonly owners = new MemoryOwners();
  readonly #runs = new Map<number, MemoryRun>();
  #bytes = 0;

  get size(): number {
    return this.#byPk.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  all(): Iterable<MemoryThread> {
    return this.#byPk.values();
  }

  get(threadPk: number): MemoryThread | undefined {
    return this.#byPk.get(threadPk);
  }

  find(tenantId: string, threadId: string): MemoryThread | undefined {
    return this.#byId.get(scopedKey(tenantId, threadId));
  }

  /** The thread if the scope may see it. */
  findVisible(scope: Scope, threadId: string): MemoryThread | undefined {
    const thread = this.find(scope.tenantId, threadId);
    return thread !== undefined && isVisible(scope, thread.record) ? thread : undefined;
  }

  visible(scope: Scope): MemoryThread[] {
    return [...this.#byPk.values()].filter(({ record }) => isVisible(scope, record));
  }

  run(runPk: number): MemoryRun | undefined {
    return this.#runs.get(runPk);
  }

  add(thread: MemoryThread): void {
    const { record } = thread;
    this.#byPk.set(record.threadPk, thread);
    this.#byId.set(scopedKey(record.tenantId, record.threadId), thread);
    this.owners.use(thread);
  }

  addRun(run: MemoryRun): void {
    this.#runs.set(run.runPk, run);
  }

  dropOldestRun(thread: MemoryThread): void {
    this.resize(thread, () => {
      const run = thread.dropOldestRun();
      if (run !== undefined) this.#runs.delete(run.runPk);
    });
  }

  remove(thread: MemoryThread): void {
    const { threadPk, tenantId, threadId } = thread.record;
    this.#byPk.delete(threadPk);
    this.#byId.delete(scopedKey(tenantId, threadId));
    for (const run of thread.runs) this.#runs.delete(run.runPk);
    this.#bytes -= thread.bytes;
    this.owners.remove(thread);
  }

  /** Runs a change of the thread's events and keeps the sums right. */
  resize(thread: MemoryThread, change: () => void): void {
    const before = thread.bytes;
    change();
    const grown = thread.bytes - before;
    this.#bytes += grown;
    this.owners.addBytes(thread, grown);
  }
}

function isVisible(scope: Scope, record: ThreadRecord): boolean {
  if (record.tenantId !== scope.tenantId) return false;
  return scope.userId === null || record.userId === scope.userId;
}
