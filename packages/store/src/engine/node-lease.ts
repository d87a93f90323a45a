import type { NodeRows } from '../backend/node-rows.js';
import type { EngineClock } from './engine-clock.js';
import { Repeating } from './repeating.js';

export interface NodeLeaseOptions {
  readonly nodes: NodeRows;
  readonly clock: EngineClock;
  readonly nodeId: string;
  readonly ttlMs: number;
  readonly heartbeatMs: number;
  /** The node may be taken for dead: whatever it runs is lost. */
  readonly onLost: () => void;
  /** It is registered, under the id that it has now. */
  readonly onHeld: (nodeId: string) => void;
  readonly onStops: (stops: Awaited<ReturnType<NodeRows['heartbeat']>>['stops']) => void;
  readonly warn: (message: string, cause?: unknown) => void;
}

/** After this part of the time to live without a heartbeat, a node gives its runs up by itself. */
const SELF_ABORT = 0.8;
/** A heartbeat that failed is repeated after this part of the usual time. */
const RETRY = 0.1;

/**
 * This node's right to run anything. It is renewed by heartbeats, and lost when none has succeeded
 * for four fifths of its time to live by the monotonic clock, or when the database says so.
 * durability.md 9.
 *
 * Once lost, the node begins a new life under a new id: whatever the former one still holds in the
 * database belongs to nobody alive, and anybody may take it over, this node included.
 */
export class NodeLease {
  readonly #options: NodeLeaseOptions;
  readonly #heartbeat: Repeating;
  #nodeId: string;
  #lives = 1;
  #state: 'none' | 'held' | 'lost' = 'none';
  /** When the last heartbeat that succeeded was sent. */
  #renewedAt = 0;
  #failing = false;
  #cancelCheck: (() => void) | null = null;

  constructor(options: NodeLeaseOptions) {
    const { clock, nodeId, heartbeatMs } = options;
    this.#options = options;
    this.#nodeId = nodeId;
    this.#heartbeat = new Repeating({
      clock,
      delayMs: () => (this.#failing ? heartbeatMs * RETRY : heartbeatMs),
      turn: () => this.#beat(),
      onError: (error) => {
        this.#failing = true;
        options.warn('The lease of this node could not be renewed', error);
      },
    });
  }

  get nodeId(): string {
    return this.#nodeId;
  }

  /** @throws StoreError when the node cannot be registered */
  async begin(): Promise<void> {
    if (this.#state !== 'none') return;
    await this.#register();
    this.#heartbeat.start();
    this.#armCheck();
  }

  /** Whether the node has its lease, by the clock as it stands now. */
  check(): boolean {
    const silentMs = this.#options.clock.now() - this.#renewedAt;
    if (this.#state === 'held' && silentMs >= this.#options.ttlMs * SELF_ABORT) this.#lose();
    return this.#state === 'held';
  }

  /** Gives the lease up, as well as that can be done. */
  async end(): Promise<void> {
    if (this.#state === 'none') return;
    this.#state = 'none';
    this.#cancelCheck?.();
    await this.#heartbeat.stop();
    try {
      await this.#options.nodes.remove(this.#nodeId);
    } catch (error) {
      this.#options.warn('This node could not sign off: others wait until it has expired', error);
    }
  }

  async #beat(): Promise<void> {
    if (!this.check()) return this.#beginNewLife();
    const { nodes, ttlMs, clock, onStops } = this.#options;
    const sentAt = clock.now();
    const { alive, stops } = await nodes.heartbeat(this.#nodeId, ttlMs);
    this.#failing = false;
    // It may have been lost while it was asked for; the answer says nothing about that.
    if (!this.check()) return;
    if (!alive) {
      this.#lose();
      return this.#beginNewLife();
    }
    this.#renewedAt = sentAt;
    onStops(stops);
  }

  async #beginNewLife(): Promise<void> {
    if (this.#state !== 'lost') return;
    await this.#options.nodes.remove(this.#nodeId);
    this.#lives += 1;
    this.#nodeId = `${this.#options.nodeId}~${this.#lives}`;
    await this.#register();
  }

  async #register(): Promise<void> {
    const { nodes, clock, ttlMs, onHeld } = this.#options;
    const sentAt = clock.now();
    await nodes.register(this.#nodeId, ttlMs);
    this.#renewedAt = sentAt;
    this.#failing = false;
    this.#state = 'held';
    onHeld(this.#nodeId);
  }

  #lose(): void {
    this.#state = 'lost';
    this.#options.warn('This node has lost its lease: its runs are given up');
    this.#options.onLost();
  }

  /** Often, so that a process that was suspended notices within moments that it was. */
  #armCheck(): void {
    const { clock, ttlMs } = this.#options;
    this.#cancelCheck = clock.after(ttlMs / 100, () => {
      this.check();
      this.#armCheck();
    });
  }
}
