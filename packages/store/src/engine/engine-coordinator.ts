import type { TakenOverRun } from '../backend/run-rows.js';
import type { StoreBackend } from '../backend/store-backend.js';
import type { Unfollow } from '../live-bus.js';
import type {
  AcquireRequest,
  AcquireResult,
  CoordinatorHandlers,
  RunCoordinator,
  StopRequest,
  StopResult,
} from '../run-coordinator.js';
import type { Scope } from '../scope.js';
import { StoreError } from '../store-error.js';
import { EngineLease } from './engine-lease.js';
import type { ResolvedEngineOptions } from './engine-options.js';
import type { HeldLeases } from './held-leases.js';
import { NodeLease } from './node-lease.js';
import type { Opening } from './opening.js';
import type { RelayedLiveBus } from './relayed-live-bus.js';
import { Repeating, jittered } from './repeating.js';
import { runRecordOf } from './run-record-of.js';
import { StrayRuns } from './stray-runs.js';

/** How long aborted runs get to write their last event. */
const CLOSING_MS = 5_000;
const TAKEOVERS_AT_ONCE = 50;

export interface EngineCoordinatorParts {
  readonly backend: StoreBackend;
  readonly opening: Opening;
  readonly bus: RelayedLiveBus;
  readonly leases: HeldLeases;
  readonly options: ResolvedEngineOptions;
  /** Called when the node is registered for the first time. */
  readonly onStarted: () => void;
}

/** Threads for the runs of this node, and the runs of nodes that are gone. durability.md 9. */
export class EngineCoordinator implements RunCoordinator {
  readonly #parts: EngineCoordinatorParts;
  readonly #node: NodeLease;
  readonly #reaper: Repeating;
  readonly #strays: StrayRuns;
  readonly #acquiring = new Set<{
    readonly threadId: string;
    readonly settled: Promise<unknown>;
  }>();
  #handlers: CoordinatorHandlers | null = null;
  /** Settles when every takeover so far is over, and the runs are adopted. */
  #takingOver: Promise<unknown> = Promise.resolve();
  #starting: Promise<void> | null = null;
  #draining = false;
  #closed = false;
  #stopListening: Unfollow = () => undefined;

  constructor(parts: EngineCoordinatorParts) {
    const { backend, leases, options } = parts;
    const { clock, nodeId, ttlMs, heartbeatMs, warn } = options;
    this.#parts = parts;
    this.#strays = new StrayRuns(backend.runs, clock);
    this.#node = new NodeLease({
      nodes: backend.nodes,
      clock,
      nodeId,
      ttlMs,
      heartbeatMs,
      warn,
      onLost: () => {
        this.#strays.clear();
        leases.loseAll('lease-lost');
      },
      onHeld: (id) => this.#onHeld(id),
      onStops: (stops) => {
        for (const stop of stops) leases.end(stop);
      },
    });
    this.#reaper = new Repeating({
      clock,
      delayMs: () => jittered(heartbeatMs),
      turn: () => this.#takeOverAll(),
      onError: (error) => warn('Runs of lost nodes could not be looked for', error),
    });
  }

  get nodeId(): string {
    return this.#node.nodeId;
  }

  async start(handlers?: CoordinatorHandlers): Promise<void> {
    if (this.#closed) throw new StoreError('closed', 'The store is closed');
    if (handlers !== undefined) this.#handlers = handlers;
    this.#starting ??= this.#begin();
    const starting = this.#starting;
    try {
      await starting;
    } catch (error) {
      if (this.#starting === starting) this.#starting = null;
      throw error;
    }
    // Runs of this node's former life wait for somebody to end them.
    if (handlers !== undefined) this.#reaper.soon();
  }

  async acquire(scope: Scope, request: AcquireRequest): Promise<AcquireResult> {
    if (this.#draining) return { kind: 'draining' };
    const { threadId } = request;
    const result = this.#acquire(scope, request);
    const acquiring = { threadId, settled: result.catch(() => undefined) };
    this.#acquiring.add(acquiring);
    try {
      return await result;
    } finally {
      this.#acquiring.delete(acquiring);
    }
  }

  async requestStop(scope: Scope, request: StopRequest): Promise<StopResult> {
    const { backend, opening, bus, leases } = this.#parts;
    await opening.open();
    const stopped = await backend.runs.requestStop(scope, request);
    const { result, threadPk, runPk, ownerNode, ownerGone = false } = stopped;
    const asked = result.kind === 'stopping' || result.kind === 'already-stopping';
    if (!asked || threadPk === undefined || runPk === undefined) return result;
    const stop = { threadPk, runPk, reason: request.reason ?? 'stop' };
    if (ownerNode === this.nodeId) leases.end(stop);
    else if (ownerGone) await this.#takeOver(threadPk);
    else if (ownerNode !== undefined) bus.control(ownerNode, stop);
    return result;
  }

  async drain(graceMs: number): Promise<void> {
    this.#draining = true;
    await Promise.all(Array.from(this.#acquiring, ({ settled }) => settled));
    const { leases } = this.#parts;
    if (await leases.idleWithin(graceMs)) return;
    leases.endAll('shutdown');
    await leases.idleWithin(CLOSING_MS);
  }

  /** Signs off: whatever still runs may be taken over. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#draining = true;
    await this.#reaper.stop();
    await this.#starting?.catch(() => undefined);
    this.#parts.leases.endAll('shutdown');
    this.#stopListening();
    await this.#node.end();
  }

  async #begin(): Promise<void> {
    await this.#parts.opening.open();
    await this.#parts.bus.start();
    await this.#node.begin();
    if (this.#closed) return;
    this.#reaper.start();
    this.#parts.onStarted();
  }

  #onHeld(nodeId: string): void {
    const { bus, leases } = this.#parts;
    this.#stopListening();
    this.#stopListening = bus.onControl(nodeId, (stop) => leases.end(stop));
    this.#reaper.soon();
  }

  async #acquire(scope: Scope, request: AcquireRequest): Promise<AcquireResult> {
    const { backend, bus, leases } = this.#parts;
    this.#checkNode();
    const { nodeId } = this;
    const result = await this.#strays.watch(() => backend.runs.acquire(scope, request, nodeId));
    if (result.kind !== 'acquired') return result;
    bus.meta(result.owner, result.metaSeq);
    // If the lease was lost meanwhile, others take the run over.
    if (nodeId !== this.nodeId) throw leaseLost(backend.name);
    this.#checkNode();
    const lease = new EngineLease(result);
    leases.add(lease);
    return { kind: 'acquired', lease };
  }

  #checkNode(): void {
    if (!this.#node.check()) throw leaseLost(this.#parts.backend.name);
  }

  async #takeOverAll(): Promise<void> {
    await this.#inTurn(() => this.#recoverStrays());
    for (let more = true; more;) {
      more = (await this.#takeOver()) === TAKEOVERS_AT_ONCE;
    }
  }

  /** Takes over what can be, of all threads or of one, and answers how many runs those were. */
  #takeOver(threadPk?: number): Promise<number> {
    const { backend, leases } = this.#parts;
    return this.#inTurn(async () => {
      if (!this.#mayTakeOver() || (threadPk !== undefined && leases.has(threadPk))) return 0;
      const { nodeId } = this;
      const taken = await this.#strays.watch(() =>
        backend.runs.takeOver(nodeId, TAKEOVERS_AT_ONCE, threadPk),
      );
      for (const run of taken) this.#adopt(run, nodeId);
      return taken.length;
    });
  }

  async #recoverStrays(): Promise<void> {
    if (!this.#mayTakeOver()) return;
    const { nodeId } = this;
    await this.#strays.recover(nodeId, {
      isHeld: (threadPk) => this.#parts.leases.has(threadPk),
      isBeingAcquired: (threadId) =>
        [...this.#acquiring].some((acquiring) => acquiring.threadId === threadId),
      onRecovered: (run) => this.#adopt(run, nodeId),
    });
  }

  /** One takeover at a time: two of the same run would take it from each other. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#takingOver.then(work);
    this.#takingOver = turn.catch(() => undefined);
    return turn;
  }

  #mayTakeOver(): boolean {
    return this.#handlers !== null && !this.#draining && this.#node.check();
  }

  #adopt(taken: TakenOverRun, nodeId: string): void {
    const { leases, bus, options } = this.#parts;
    // Taken for a life that is over: others find it.
    if (nodeId !== this.nodeId || !this.#node.check()) return;
    const { run, fence, nextSeq, threadId, owner: scope, stopRequested } = taken;
    const { threadPk, runPk } = run;
    const lease = new EngineLease({ threadPk, runPk, fence, firstSeq: nextSeq });
    leases.add(lease);
    bus.hint(threadPk, nextSeq - 1);
    try {
      const orphan = { lease, run: runRecordOf(run), threadId, scope, stopRequested };
      this.#handlers?.onOrphan(orphan);
    } catch (error) {
      options.warn('A run that was taken over could not be ended', error);
    }
  }
}

function leaseLost(name: string): StoreError {
  const message = `This node has no lease in the ${name} store: it was not started, or waits for it`;
  return new StoreError('unavailable', message);
}
