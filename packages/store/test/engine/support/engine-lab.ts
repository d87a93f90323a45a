import { FakeClock } from '@flightdeck/testing';

import { ownBackend } from '../../../../../examples/own-store/src/own-backend.js';
import { Tables } from '../../../../../examples/own-store/src/tables.js';
import { createEngine } from '../../../src/engine.js';
import type { EngineOptions, StoreBackend } from '../../../src/engine.js';
import type { AppendItem, OrphanedRun, RunLease, StoreEngine } from '../../../src/index.js';
import { UNSCOPED } from '../../../src/index.js';

export interface Node {
  readonly engine: StoreEngine;
  /** Shared by nobody: a process that is frozen has time of its own. */
  readonly clock: FakeClock;
  readonly orphans: OrphanedRun[];
  readonly warnings: string[];
}

/** Engines on one database, with time that stands still until a test moves it. */
export class EngineLab {
  /** The time of the database. */
  readonly clock = new FakeClock();
  readonly tables = new Tables(() => 1_700_000_000_000 + this.clock.now());
  readonly #nodes: Node[] = [];

  /** A node that is not started. */
  node(options: EngineOptions = {}, backend: StoreBackend = ownBackend(this.tables)): Node {
    const clock = new FakeClock();
    const warnings: string[] = [];
    const onWarning = (message: string): void => void warnings.push(message);
    const engine = createEngine(backend, { clock, onWarning, ...options });
    const node = { engine, clock, orphans: [], warnings };
    this.#nodes.push(node);
    return node;
  }

  async started(options: EngineOptions = {}, backend?: StoreBackend): Promise<Node> {
    const node = this.node(options, backend);
    await this.start(node);
    return node;
  }

  start({ engine, orphans }: Node): Promise<void> {
    return engine.coordinator.start({ onOrphan: (orphan) => orphans.push(orphan) });
  }

  /** Lets time pass for the database and the given nodes, with all that comes of it. */
  async pass(ms: number, ...nodes: readonly Node[]): Promise<void> {
    const step = 50;
    for (let passed = 0; passed < ms; passed += step) {
      for (const { clock } of [this, ...nodes]) clock.advance(Math.min(step, ms - passed));
      await settle();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#nodes.map(({ engine }) => engine.close()));
  }
}

/** Lets everything happen that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** Something to wait for until a test opens it. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

export async function acquire(
  { engine }: Pick<Node, 'engine'>,
  threadId: string,
  runId = 'r',
): Promise<RunLease> {
  const request = { threadId, runId, agentId: 'agent' };
  const result = await engine.coordinator.acquire(UNSCOPED, request);
  if (result.kind !== 'acquired') throw new Error(`Expected a lease, got ${result.kind}`);
  return result.lease;
}

export function event(n: number): string {
  return JSON.stringify({ type: 'CUSTOM', name: `event ${n}`, value: n });
}

export function itemOf(
  { threadPk, runPk, fence, firstSeq }: RunLease,
  events: readonly string[],
  more: Partial<AppendItem> = {},
): AppendItem {
  return { threadPk, runPk, fence, firstSeq, events, messageIds: [], ...more };
}
