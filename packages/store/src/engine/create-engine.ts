import type { StoreBackend } from '../backend/store-backend.js';
import type { StoreEngine } from '../store-engine.js';
import { AppendBatcher } from './append-batcher.js';
import { EngineCoordinator } from './engine-coordinator.js';
import { EngineEventLog } from './engine-event-log.js';
import { resolveEngineOptions } from './engine-options.js';
import type { EngineOptions } from './engine-options.js';
import { EngineThreadStore } from './engine-thread-store.js';
import { FollowerPoll } from './follower-poll.js';
import { HeldLeases } from './held-leases.js';
import { Opening } from './opening.js';
import { RelayedLiveBus } from './relayed-live-bus.js';
import { Sweeper } from './sweeper.js';

/**
 * A store engine of a database: group commit, leases with fail-over, hints, history, compaction and
 * retention on top of its rows. Nothing happens before the first call; the backend is then opened,
 * and closed with the engine, as is the transport.
 *
 * @throws TypeError, RangeError naming the option that makes no sense
 */
export function createEngine(backend: StoreBackend, options: EngineOptions = {}): StoreEngine {
  const resolved = resolveEngineOptions(options, backend.name);
  const { name, clock, warn, transport, pollMs, flush, rawLogMs, retention } = resolved;
  const opening = new Opening(backend);
  const leases = new HeldLeases(clock);
  const bus = new RelayedLiveBus({ transport, warn });
  const poll = new FollowerPoll({ backend, opening, bus, clock, pollMs, warn });
  const batcher = new AppendBatcher({ log: backend.log, clock, ...flush });
  const log = new EngineEventLog({ log: backend.log, opening, batcher, leases });
  const threads = new EngineThreadStore({ rows: backend.threads, opening, bus, leases });
  const sweeper = new Sweeper({
    backend,
    clock,
    rawLogMs,
    retention,
    warn,
    compact: (runPk) => log.compact(runPk),
    onRemoved: (thread) => threads.onRemoved(thread),
    onArchived: (owner, metaSeq) => bus.meta(owner, metaSeq),
  });
  const coordinator = new EngineCoordinator({
    backend,
    opening,
    bus,
    leases,
    options: resolved,
    onStarted: () => sweeper.start(),
  });
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    await Promise.all([sweeper.stop(), poll.stop(), batcher.close()]);
    await coordinator.close();
    await bus.close();
    await opening.close();
  };
  return { name, threads, log, coordinator, bus, close: () => (closing ??= close()) };
}
