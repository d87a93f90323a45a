import assert from 'node:assert/strict';

import type {
  AppendItem,
  AppendOutcome,
  RunClose,
  RunHistory,
  RunLease,
  Scope,
  StoreEngine,
} from '@flightdeck/store';

export const ALICE: Scope = { tenantId: 'acme', userId: 'alice' };
export const BOB: Scope = { tenantId: 'acme', userId: 'bob' };
/** Sees every thread of Alice's and Bob's tenant. */
export const ACME: Scope = { tenantId: 'acme', userId: null };
/** Another person of the same name. */
export const STRANGER: Scope = { tenantId: 'globex', userId: 'alice' };

export const SUCCEEDED: RunClose = { status: 'succeeded' };

/** The text of the n-th event of a test: no two are alike. */
export function event(n: number): string {
  return JSON.stringify({ type: 'CUSTOM', name: `event ${n}`, value: n });
}

export function delta(messageId: string, text: string): string {
  return JSON.stringify({ type: 'TEXT_MESSAGE_CONTENT', messageId, delta: text });
}

/** The engine of the current case, with what most cases need to do before they can check anything. */
export class StoreBench {
  readonly #patienceMs: number;
  #engine: StoreEngine | null = null;

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  get engine(): StoreEngine {
    assert.ok(this.#engine, 'no case is running');
    return this.#engine;
  }

  async open(engine: StoreEngine): Promise<void> {
    this.#engine = engine;
    await engine.coordinator.start();
  }

  async close(): Promise<void> {
    const engine = this.#engine;
    this.#engine = null;
    await engine?.close();
  }

  async acquire(threadId: string, runId: string, scope = ALICE): Promise<RunLease> {
    const request = { threadId, runId, agentId: 'agent' };
    const result = await this.engine.coordinator.acquire(scope, request);
    assert.ok(result.kind === 'acquired', `expected a lease, got ${result.kind}`);
    return result.lease;
  }

  /** Appends to the lease's run, from its first number on unless `more` says otherwise. */
  async append(
    lease: RunLease,
    events: readonly string[],
    more: Partial<AppendItem> = {},
  ): Promise<AppendOutcome> {
    const [outcome] = await this.engine.log.append([itemOf(lease, events, more)]);
    assert.ok(outcome, 'every item is answered');
    return outcome;
  }

  /** A whole run that leaves `events` behind. */
  async run(
    threadId: string,
    runId: string,
    events: readonly string[] = [event(1)],
    scope = ALICE,
  ): Promise<RunLease> {
    const lease = await this.acquire(threadId, runId, scope);
    const outcome = await this.append(lease, events, { close: SUCCEEDED });
    assert.equal(outcome.kind, 'ok');
    return lease;
  }

  /** Everything that can be read behind `after`, as pairs of number and text. */
  async readAll(threadPk: number, after = 0, limitBytes?: number): Promise<[number, string][]> {
    const read: [number, string][] = [];
    for (let position = after; ;) {
      const limit = limitBytes === undefined ? {} : { limitBytes };
      const query = { after: position, ...limit };
      const { segments, upToDate } = await this.engine.log.read(threadPk, query);
      for (const { firstSeq, lastSeq, events } of segments) {
        assert.equal(lastSeq - firstSeq + 1, events.length);
        assert.ok(firstSeq > position, 'segments come in order');
        events.forEach((text, index) => read.push([firstSeq + index, text]));
        position = lastSeq;
      }
      if (upToDate) return read;
      assert.ok(segments.length > 0, 'a read that is not up to date brings something');
    }
  }

  async history(threadPk: number, upTo?: number): Promise<RunHistory[]> {
    const runs: RunHistory[] = [];
    const query = upTo === undefined ? {} : { upTo };
    for await (const run of this.engine.log.history(threadPk, query)) runs.push(run);
    return runs;
  }

  /** Repeats a check until it passes; fails with its last complaint when patience ends. */
  async eventually(check: () => void): Promise<void> {
    const deadline = Date.now() + this.#patienceMs;
    for (;;) {
      try {
        return check();
      } catch (error) {
        if (Date.now() >= deadline) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

export function itemOf(
  lease: RunLease,
  events: readonly string[],
  more: Partial<AppendItem> = {},
): AppendItem {
  const { threadPk, runPk, fence, firstSeq } = lease;
  return { threadPk, runPk, fence, firstSeq, events, messageIds: [], ...more };
}
