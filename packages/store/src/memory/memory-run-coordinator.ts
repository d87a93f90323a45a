import { formatCursor } from '../cursor.js';
import type { BegunRun } from '../records.js';
import type {
  AcquireRequest,
  AcquireResult,
  RunCoordinator,
  StopRequest,
  StopResult,
} from '../run-coordinator.js';
import type { Scope } from '../scope.js';
import type { MemoryLease } from './memory-lease.js';
import type { MemoryLeases } from './memory-leases.js';
import type { MemoryMetaFeed } from './memory-meta-feed.js';
import type { MemoryRegistry } from './memory-registry.js';
import type { MemoryThread } from './memory-thread.js';

/** How long aborted runs get to write their last event. */
const CLOSING_MS = 5_000;

export interface MemoryRunCoordinatorParts {
  readonly registry: MemoryRegistry;
  readonly leases: MemoryLeases;
  readonly feed: MemoryMetaFeed;
  readonly clock: () => number;
}

export class MemoryRunCoordinator implements RunCoordinator {
  readonly nodeId = 'memory';
  readonly #parts: MemoryRunCoordinatorParts;
  #draining = false;

  constructor(parts: MemoryRunCoordinatorParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    // There is no other node that would have to know of this one.
  }

  async acquire(scope: Scope, request: AcquireRequest): Promise<AcquireResult> {
    if (this.#draining) return { kind: 'draining' };
    const { table } = this.#parts.registry;
    const known = table.find(scope.tenantId, request.threadId);
    if (known === undefined) return this.#acquireNew(scope, request);
    if (table.findVisible(scope, request.threadId) === undefined) return { kind: 'not-found' };
    const duplicate = known.run(request.runId);
    if (duplicate !== undefined) return { kind: 'duplicate-run', status: duplicate.record.status };
    if (known.lease !== null) {
      const activeRunId = known.lease.run.record.runId;
      return { kind: 'busy', threadPk: known.threadPk, activeRunId };
    }
    const lease = this.#begin(known, request);
    this.#parts.feed.publish('updated', known.record, begun(lease));
    return { kind: 'acquired', lease };
  }

  async requestStop(scope: Scope, request: StopRequest): Promise<StopResult> {
    const thread = this.#parts.registry.table.findVisible(scope, request.threadId);
    if (thread === undefined) return { kind: 'not-found' };
    const { lease } = thread;
    if (lease === null) return { kind: 'not-running' };
    const { runId } = lease.run.record;
    if (request.runId !== undefined && request.runId !== runId) return { kind: 'other-run', runId };
    if (lease.ending) return { kind: 'already-stopping', runId };
    lease.end(request.reason ?? 'stop');
    return { kind: 'stopping', runId };
  }

  async drain(graceMs: number): Promise<void> {
    this.#draining = true;
    const { leases } = this.#parts;
    if (await leases.idleWithin(graceMs)) return;
    leases.endAll('shutdown');
    await leases.idleWithin(CLOSING_MS);
  }

  #acquireNew(scope: Scope, request: AcquireRequest): AcquireResult {
    const { registry, feed } = this.#parts;
    const thread = registry.create(scope, request);
    const lease = this.#begin(thread, request);
    feed.publish('created', thread.record, begun(lease));
    return { kind: 'acquired', lease };
  }

  #begin(thread: MemoryThread, request: AcquireRequest): MemoryLease {
    const { registry, leases, clock } = this.#parts;
    const now = clock();
    const lease = thread.begin({
      runPk: registry.nextPk(),
      runId: request.runId,
      agentId: request.agentId,
      parentRunId: request.parentRunId ?? null,
      startedAt: now,
    });
    registry.table.addRun(lease.run);
    registry.table.owners.use(thread);
    leases.add(lease);
    return lease;
  }
}

function begun({ run, fence, firstSeq }: MemoryLease): BegunRun {
  const { runId, agentId } = run.record;
  return { runId, agentId, cursor: formatCursor(fence, firstSeq - 1) };
}
