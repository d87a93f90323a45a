import assert from 'node:assert/strict';

import type { AppendRow, AppendRowOutcome, StoreBackend } from '@flightdeck/store/engine';

import { checkThread } from './check-thread.js';
import type { SeededRandom } from './seeded-random.js';
import { ThreadModel } from './thread-model.js';
import type { ModelItem, ModelLease } from './thread-model.js';

const SCOPE = { tenantId: 'model', userId: 'user' };
const THREADS = 6;
const NODES = 4;
const TTL_MS = 3_600_000;
/** Longer threads are removed, so that a step costs the same throughout. */
const MAX_EVENTS = 400;
/** Leases that their holders remember, lost ones included. */
const MAX_LEASES = 30;

export interface BackendWalkOptions {
  readonly backend: StoreBackend;
  readonly random: SeededRandom;
  readonly encodeSegment: (events: readonly string[]) => string;
}

interface Sent {
  readonly lease: ModelLease;
  readonly item: ModelItem;
}

/** Does something random to a backend, step by step, and expects what the model says. */
export class BackendWalk {
  readonly #options: BackendWalkOptions;
  readonly #threads = new Map<string, ThreadModel>();
  #leases: ModelLease[] = [];
  #nodes: string[] = [];
  #dead: string[] = [];
  #count = 0;

  constructor(options: BackendWalkOptions) {
    this.#options = options;
  }

  async step(): Promise<void> {
    const { random } = this.#options;
    while (this.#nodes.length < NODES) await this.#register();
    const dice = random.below(100);
    if (dice < 30) await this.#acquire();
    else if (dice < 75) await this.#append();
    else if (dice < 81) await this.#requestStop();
    else if (dice < 87) await this.#takeOver();
    else if (dice < 91) await this.#heartbeat();
    else if (dice < 94) await this.#crash();
    else if (dice < 97) await this.#check();
    else await this.#removeLong();
  }

  /** Compares everything that is there. */
  async checkAll(): Promise<void> {
    for (const model of this.#threads.values()) await checkThread(this.#options.backend, model);
  }

  async #register(): Promise<void> {
    this.#count += 1;
    const node = `node-${this.#count}`;
    await this.#options.backend.nodes.register(node, TTL_MS);
    this.#nodes.push(node);
  }

  async #acquire(): Promise<void> {
    const { backend, random } = this.#options;
    const threadId = `thread-${random.below(THREADS)}`;
    const node = random.pick(this.#nodes) ?? '';
    const known = this.#threads.get(threadId);
    const used = random.chance(10) ? random.pick(known?.runs ?? []) : undefined;
    this.#count += 1;
    const runId = used?.runId ?? `run-${this.#count}`;
    const result = await backend.runs.acquire(SCOPE, { threadId, runId, agentId: 'agent' }, node);
    if (used !== undefined) {
      return assert.deepEqual(result, { kind: 'duplicate-run', status: used.status });
    }
    if (known?.active) {
      const { threadPk, active } = known;
      return assert.deepEqual(result, { kind: 'busy', threadPk, activeRunId: active.runId });
    }
    assert.ok(result.kind === 'acquired', `a free thread is given, not ${result.kind}`);
    const { threadPk, runPk, fence, firstSeq } = result;
    const model = known ?? new ThreadModel(threadId, threadPk);
    this.#threads.set(threadId, model);
    assert.deepEqual([threadPk, firstSeq], [model.threadPk, model.nextSeq]);
    assert.ok(fence > model.fence, 'a fence only grows');
    model.begin({ runPk, runId }, { fence, node });
    this.#remember({ threadPk, runPk, fence, node, nextSeq: firstSeq, last: null });
  }

  /** Appends for one to four holders in one statement. */
  async #append(): Promise<void> {
    const { backend, random } = this.#options;
    const batch = new Map<number, Sent>();
    for (let count = 1 + random.below(4); count > 0; count -= 1) {
      const lease = random.pick(this.#leases);
      if (lease !== undefined) batch.set(lease.threadPk, { lease, item: this.#itemFor(lease) });
    }
    if (batch.size === 0) return;
    const sent = [...batch.values()];
    const outcomes = await backend.log.append(sent.map((each) => this.#rowOf(each)));
    assert.equal(outcomes.length, sent.length);
    outcomes.forEach((outcome, index) => this.#expectOutcome(sent[index], outcome));
  }

  #expectOutcome(sent: Sent | undefined, outcome: AppendRowOutcome): void {
    assert.ok(sent);
    const { lease, item } = sent;
    const model = this.#modelOf(lease.threadPk);
    const stop = model?.active?.runPk === lease.runPk ? model.stop : null;
    const expected = model?.append(lease, item) ?? 'fenced';
    assert.equal(outcome.kind, expected, `append at ${item.firstSeq}`);
    if (outcome.kind === 'fenced') {
      return assert.equal(outcome.currentFence, model?.fence ?? 0);
    }
    // Whoever ends the run has no use for it.
    if (!item.closes) assert.equal(outcome.stop, stop, 'an append tells of a stop');
    lease.last = item;
    lease.nextSeq = item.firstSeq + item.events.length;
  }

  /** Mostly the next events; sometimes the last ones again, or a place where nothing belongs. */
  #itemFor(lease: ModelLease): ModelItem {
    const { random } = this.#options;
    if (lease.last !== null && random.chance(12)) return lease.last;
    const skipped = random.chance(4) ? 1 + random.below(3) : 0;
    const events = Array.from({ length: 1 + random.below(5) }, () => {
      this.#count += 1;
      return `{"type":"CUSTOM","value":${this.#count}}`;
    });
    return { firstSeq: lease.nextSeq + skipped, events, closes: random.chance(20) };
  }

  #rowOf({ lease, item }: Sent): AppendRow {
    const { threadPk, runPk, fence } = lease;
    const { firstSeq, events, closes } = item;
    const lastSeq = firstSeq + events.length - 1;
    const body = this.#options.encodeSegment(events);
    const row = { threadPk, runPk, fence, firstSeq, lastSeq, messageIds: [] };
    const segments = [{ firstSeq, lastSeq, body }];
    return { ...row, segments, ...(closes ? { close: { status: 'succeeded' } } : {}) };
  }

  async #requestStop(): Promise<void> {
    const { backend, random } = this.#options;
    const threadId = `thread-${random.below(THREADS)}`;
    const reason = random.chance(50) ? 'stop' : 'superseded';
    const { result, ownerNode } = await backend.runs.requestStop(SCOPE, { threadId, reason });
    const model = this.#threads.get(threadId);
    if (model === undefined) return assert.equal(result.kind, 'not-found');
    if (model.active === null) return assert.equal(result.kind, 'not-running');
    const kind = model.stop === null ? 'stopping' : 'already-stopping';
    assert.deepEqual(result, { kind, runId: model.active.runId });
    assert.equal(ownerNode, model.ownerNode);
    model.stop ??= reason;
  }

  async #takeOver(): Promise<void> {
    const { backend, random } = this.#options;
    const node = random.pick(this.#nodes) ?? '';
    const taken = await backend.runs.takeOver(node, 100);
    const orphaned = [...this.#threads.values()].filter(({ ownerNode }) =>
      this.#dead.includes(ownerNode ?? ''),
    );
    assert.deepEqual(
      taken.map(({ run }) => run.threadPk).toSorted((left, right) => left - right),
      orphaned.map(({ threadPk }) => threadPk).toSorted((left, right) => left - right),
    );
    for (const { run, fence, nextSeq, stopRequested } of taken) {
      const model = this.#modelOf(run.threadPk);
      assert.ok(model);
      assert.deepEqual(
        [run.runPk, fence, nextSeq, stopRequested],
        [model.active?.runPk, model.fence + 1, model.nextSeq, model.stop !== null],
      );
      model.takeOver(fence, node);
      const { threadPk, runPk } = run;
      this.#remember({ threadPk, runPk, fence, node, nextSeq, last: null });
    }
  }

  async #heartbeat(): Promise<void> {
    const { backend, random } = this.#options;
    const node = random.pick([...this.#nodes, ...this.#dead]) ?? '';
    const { alive, stops } = await backend.nodes.heartbeat(node, TTL_MS);
    assert.equal(alive, this.#nodes.includes(node));
    const own = [...this.#threads.values()].filter(({ ownerNode }) => ownerNode === node);
    const owned = await backend.runs.ownedBy(node);
    assert.deepEqual(
      owned.map(({ threadPk, threadId }) => `${threadPk} ${threadId}`).toSorted(),
      own.map(({ threadPk, threadId }) => `${threadPk} ${threadId}`).toSorted(),
    );
    if (!alive) return;
    const expected = own.flatMap(({ stop, threadPk, active }) =>
      stop === null ? [] : [`${threadPk} ${active?.runPk} ${stop}`],
    );
    const told = stops.map(({ threadPk, runPk, reason }) => `${threadPk} ${runPk} ${reason}`);
    assert.deepEqual(told.toSorted(), expected.toSorted());
  }

  /** A node that is gone may still believe that it holds its leases, and act on them. */
  async #crash(): Promise<void> {
    const node = this.#options.random.pick(this.#nodes);
    if (node === undefined) return;
    await this.#options.backend.nodes.remove(node);
    this.#nodes = this.#nodes.filter((each) => each !== node);
    this.#dead = [...this.#dead, node].slice(-50);
  }

  async #check(): Promise<void> {
    const model = this.#options.random.pick([...this.#threads.values()]);
    if (model !== undefined) await checkThread(this.#options.backend, model);
  }

  async #removeLong(): Promise<void> {
    const { backend, random } = this.#options;
    const long = [...this.#threads.values()].filter(({ log }) => log.length > MAX_EVENTS);
    const model = random.chance(5) ? random.pick([...this.#threads.values()]) : long[0];
    if (model === undefined) return;
    const removed = await backend.threads.remove(SCOPE, model.threadId);
    assert.deepEqual([removed?.threadPk, removed?.nextSeq], [model.threadPk, model.nextSeq]);
    this.#threads.delete(model.threadId);
  }

  #modelOf(threadPk: number): ThreadModel | undefined {
    return [...this.#threads.values()].find((model) => model.threadPk === threadPk);
  }

  #remember(lease: ModelLease): void {
    this.#leases = [...this.#leases, lease].slice(-MAX_LEASES);
  }
}
