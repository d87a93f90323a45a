import type { RunHistory } from '../event-log.js';
import type { ThreadRecord } from '../records.js';
import { UNSCOPED } from '../scope.js';
import type { StoreEngine } from '../store-engine.js';
import { MemoryEventLog } from './memory-event-log.js';
import { MemoryLeases } from './memory-leases.js';
import { resolveMemoryLimits } from './memory-limits.js';
import type { MemoryThreadsOptions } from './memory-limits.js';
import { MemoryLiveBus } from './memory-live-bus.js';
import { MemoryMetaFeed } from './memory-meta-feed.js';
import { MemoryRegistry } from './memory-registry.js';
import { MemoryRunCoordinator } from './memory-run-coordinator.js';
import { MemoryThreadStore } from './memory-thread-store.js';

/** The memory engine. What it offers beside the ports answers at once and sees the tenant `''`. */
export interface MemoryThreads extends StoreEngine {
  /** Threads that have run, latest activity first. */
  listThreads(): readonly ThreadRecord[];
  /** A thread's runs from oldest to newest, compacted; none for an unknown thread. */
  historyOf(threadId: string): readonly RunHistory[];
  /** Removes the threads of every tenant. */
  clearAll(): void;
}

/**
 * Keeps threads in the memory of this process: nothing survives it, and no other process sees them.
 * Each call makes an engine of its own.
 */
export function memoryThreads(options: MemoryThreadsOptions = {}): MemoryThreads {
  const clock = options.clock ?? Date.now;
  const warn = (message: string): void => options.onWarning?.(message);
  const limits = resolveMemoryLimits(options, warn);
  const bus = new MemoryLiveBus({ onUnfollowed: (threadPk) => log.tidy(threadPk), warn });
  const feed = new MemoryMetaFeed(bus, clock);
  const leases = new MemoryLeases();
  const onFull = (): void => log.compactAll();
  const registry = new MemoryRegistry({ limits, bus, feed, leases, clock, onFull });
  const coordinator = new MemoryRunCoordinator({ registry, leases, feed, clock });
  const log = new MemoryEventLog({
    registry,
    leases,
    clock,
    isFollowed: (threadPk) => bus.isFollowed(threadPk),
    nodeId: coordinator.nodeId,
    rawRuns: limits.rawRuns,
  });
  const threads = new MemoryThreadStore(registry, feed, clock);
  return {
    name: 'memory',
    threads,
    log,
    coordinator,
    bus,
    close: async () => bus.close(),
    listThreads: () => threads.listAll(UNSCOPED),
    historyOf: (threadId) => {
      const thread = registry.table.findVisible(UNSCOPED, threadId);
      return thread === undefined ? [] : [...log.histories(thread.threadPk)];
    },
    clearAll: () => {
      for (const thread of Array.from(registry.table.all())) registry.remove(thread);
    },
  };
}
