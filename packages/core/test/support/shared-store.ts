import {
  formatCursor,
  memoryThreads,
  parseCursor,
  StoreError,
  type AppendItem,
  type AppendOutcome,
  type CoordinatorHandlers,
  type EventLog,
  type LeaseEnd,
  type LogSegment,
  type MemoryThreads,
  type RunCoordinator,
  type RunHistory,
  type RunLease,
  type Scope,
  type StoreEngine,
} from '@flightdeck/store';

/** One process's view of the store, which a test can take away from it. */
export interface SharedNode {
  readonly store: StoreEngine;
  /** From now on every call of this process fails as `unavailable`. */
  cut(): void;
  mend(): void;
}

export interface TakeOver {
  /** Whether the old owner is told at once, and not by its next append. @default false */
  readonly tellOwner?: boolean;
  readonly stopRequested?: boolean;
}

interface Holding {
  readonly base: RunLease;
  readonly scope: Scope;
  readonly threadId: string;
  owner: Node;
  fence: number;
  attempt: number;
  controller: AbortController;
  readonly released: Promise<void>;
  readonly release: () => void;
}

interface Span {
  readonly from: number;
  readonly fence: number;
}

/**
 * A memory store that several processes share, with runs that change hands: a run's fence is ten
 * times its own number, and one more each time it was taken over.
 */
export class SharedStore {
  readonly base: MemoryThreads = memoryThreads();
  readonly #holdings = new Map<number, Holding>();
  /** Where in a run its fence has changed. */
  readonly #spans = new Map<number, Span[]>();

  node(name: string): SharedNode {
    return new Node(name, this);
  }

  /** Gives the active run of a thread to another process, as when its owner's lease has expired. */
  async takeOver(threadId: string, to: SharedNode, options: TakeOver = {}): Promise<void> {
    const holding = [...this.#holdings.values()].find((held) => held.threadId === threadId);
    if (holding === undefined || !(to instanceof Node)) throw new Error('Nothing to take over');
    const { threadPk, runPk } = holding.base;
    const [head] = await this.base.log.heads([threadPk]);
    const firstSeq = head?.nextSeq ?? 1;
    const old = holding.controller;
    holding.owner = to;
    holding.fence += 1;
    holding.attempt += 1;
    holding.controller = new AbortController();
    this.#spansOf(runPk).push({ from: firstSeq, fence: holding.fence });
    if (options.tellOwner === true) old.abort('lease-lost' satisfies LeaseEnd);
    for await (const { run } of this.base.log.history(threadPk)) {
      if (run.runPk !== runPk) continue;
      to.handlers?.onOrphan({
        lease: leaseOf(holding, firstSeq),
        run: { ...run, fence: run.fence * 10, attempt: holding.attempt },
        threadId,
        scope: holding.scope,
        stopRequested: options.stopRequested ?? false,
      });
    }
  }

  /** Tells the owner of a thread's active run that its lease has ended, while nobody takes the run over. */
  expire(threadId: string): void {
    const holding = [...this.#holdings.values()].find((held) => held.threadId === threadId);
    holding?.controller.abort('lease-lost' satisfies LeaseEnd);
  }

  hold(base: RunLease, scope: Scope, threadId: string, owner: Node): RunLease {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const controller = new AbortController();
    const holding = { base, scope, threadId, owner, fence: base.fence * 10, attempt: 1 };
    const held: Holding = { ...holding, controller, released, release };
    this.#holdings.set(base.threadPk, held);
    base.signal.addEventListener('abort', () => held.controller.abort(base.signal.reason));
    return leaseOf(held, base.firstSeq);
  }

  async append(item: AppendItem): Promise<AppendOutcome> {
    const holding = this.#holdings.get(item.threadPk);
    if (holding?.base.runPk === item.runPk && holding.fence !== item.fence) {
      return { kind: 'fenced', currentFence: holding.fence };
    }
    const fence = Math.floor(item.fence / 10);
    const [outcome] = await this.base.log.append([{ ...item, fence }]);
    if (outcome === undefined) throw new Error('unanswered');
    if (outcome.kind === 'ok' && item.close !== undefined) {
      this.#holdings.delete(item.threadPk);
      holding?.release();
    }
    return outcome;
  }

  heldBy(node: Node): Holding[] {
    return [...this.#holdings.values()].filter(({ owner }) => owner === node);
  }

  fenceAt(runPk: number, baseFence: number, seq: number): number {
    const span = this.#spansOf(runPk).findLast(({ from }) => from <= seq);
    return span?.fence ?? baseFence * 10;
  }

  liveFence(threadPk: number): number | null {
    return this.#holdings.get(threadPk)?.fence ?? null;
  }

  #spansOf(runPk: number): Span[] {
    const spans = this.#spans.get(runPk) ?? [];
    this.#spans.set(runPk, spans);
    return spans;
  }
}

function leaseOf({ base, fence, controller }: Holding, firstSeq: number): RunLease {
  const { threadPk, runPk } = base;
  const { signal } = controller;
  const onEnd: RunLease['onEnd'] = (call) => {
    if (signal.aborted) call(signal.reason);
    else signal.addEventListener('abort', () => call(signal.reason), { once: true });
  };
  return { threadPk, runPk, fence, firstSeq, signal, onEnd };
}

class Node implements SharedNode {
  readonly store: StoreEngine;
  handlers: CoordinatorHandlers | undefined;
  #isCut = false;

  constructor(name: string, shared: SharedStore) {
    const { base } = shared;
    this.store = {
      name,
      threads: this.#guarded(base.threads),
      log: this.#guarded(logOf(shared)),
      coordinator: this.#guarded(coordinatorOf(name, shared, this)),
      bus: base.bus,
      close: async () => undefined,
    };
  }

  cut(): void {
    this.#isCut = true;
  }

  mend(): void {
    this.#isCut = false;
  }

  #guarded<P extends object>(port: P): P {
    return new Proxy(port, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown =>
          this.#isCut && name !== 'history' && name !== 'drain'
            ? Promise.reject(new StoreError('unavailable', 'The network is gone'))
            : Reflect.apply(value, target, args);
      },
    });
  }
}

function coordinatorOf(nodeId: string, shared: SharedStore, node: Node): RunCoordinator {
  const { coordinator } = shared.base;
  let draining = false;
  return {
    nodeId,
    async start(handlers) {
      node.handlers = handlers;
    },
    async acquire(scope, request) {
      if (draining) return { kind: 'draining' };
      const result = await coordinator.acquire(scope, request);
      if (result.kind !== 'acquired') return result;
      return { ...result, lease: shared.hold(result.lease, scope, request.threadId, node) };
    },
    requestStop: (scope, request) => coordinator.requestStop(scope, request),
    async drain(graceMs) {
      draining = true;
      const held = shared.heldBy(node);
      if (graceMs > 0) await Promise.all(held.map(({ released }) => released));
      else for (const { controller } of held) controller.abort('shutdown');
    },
  };
}

function logOf(shared: SharedStore): EventLog {
  const { log } = shared.base;
  return {
    append: (batch) => Promise.all(batch.map((item) => shared.append(item))),
    async read(threadPk, query) {
      const { segments, upToDate } = await log.read(threadPk, query);
      return { segments: segments.flatMap((segment) => divided(shared, segment)), upToDate };
    },
    async heads(threadPks) {
      const heads = await log.heads(threadPks);
      return heads.map((head) => {
        const fence = shared.liveFence(head.threadPk) ?? head.fence * 10;
        return { ...head, fence };
      });
    },
    async checkCursor(threadPk, text) {
      const cursor = parseCursor(text);
      if (cursor === null) return { ok: false, reason: 'malformed' };
      const [head] = await log.heads([threadPk]);
      const { fence, seq } = cursor;
      if (seq >= (head?.nextSeq ?? 0)) {
        const isLive = shared.liveFence(threadPk) === fence;
        return isLive ? { ok: true, after: seq } : { ok: false, reason: 'ahead' };
      }
      for await (const { run } of log.history(threadPk)) {
        if (run.firstSeq > seq || (run.lastSeq ?? Infinity) < seq) continue;
        const written = shared.fenceAt(run.runPk, run.fence, seq);
        if (written !== fence) return { ok: false, reason: 'fence' };
      }
      return log.checkCursor(threadPk, formatCursor(Math.floor(fence / 10), seq));
    },
    async *history(threadPk, query) {
      for await (const history of log.history(threadPk, query)) yield translated(shared, history);
    },
    knownMessageIds: (...args) => log.knownMessageIds(...args),
    compact: (runPk) => log.compact(runPk),
  };
}

function divided(shared: SharedStore, segment: LogSegment): LogSegment[] {
  const parts: LogSegment[] = [];
  segment.events.forEach((json, index) => {
    const seq = segment.firstSeq + index;
    const fence = shared.fenceAt(segment.runPk, segment.fence, seq);
    const last = parts.at(-1);
    if (last?.fence === fence) parts.pop();
    const start = last?.fence === fence ? last : { firstSeq: seq, events: [] };
    const events = [...start.events, json];
    parts.push({ runPk: segment.runPk, fence, firstSeq: start.firstSeq, lastSeq: seq, events });
  });
  return parts;
}

function translated(shared: SharedStore, { run, events }: RunHistory): RunHistory {
  return {
    run: { ...run, fence: run.fence * 10 },
    events: events.map((event) => ({
      ...event,
      fence: shared.fenceAt(run.runPk, run.fence, event.seq),
    })),
  };
}
