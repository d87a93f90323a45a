import type { StoreEngine } from '@flightdeck/store';

import type { TestApi } from './test-api.js';
import { busCases } from './thread-store-contract-bus.js';
import { changeCases } from './thread-store-contract-changes.js';
import { compactionCases } from './thread-store-contract-compaction.js';
import { coordinatorCases } from './thread-store-contract-coordinator.js';
import { cursorCases } from './thread-store-contract-cursor.js';
import { listCases } from './thread-store-contract-list.js';
import { logCases } from './thread-store-contract-log.js';
import { readCases } from './thread-store-contract-read.js';
import { stopCases } from './thread-store-contract-stop.js';
import { StoreBench } from './thread-store-contract-support.js';
import { threadCases } from './thread-store-contract-threads.js';

export interface ThreadStoreContractOptions {
  /** Names the engine in the titles. */
  readonly name: string;
  readonly api: TestApi;
  /** Makes an engine without any threads. It is started and closed by the suite, one for each case. */
  readonly createEngine: () => Promise<StoreEngine>;
  /**
   * Milliseconds to wait for what the bus or another part of the engine delivers later.
   *
   * @default 2000
   */
  readonly patienceMs?: number;
}

/** Checks that an engine keeps what the four ports of `@flightdeck/store` promise. */
export function runThreadStoreContract(options: ThreadStoreContractOptions): void {
  const { name, api, createEngine, patienceMs = 2_000 } = options;
  api.describe(`store engine contract: ${name}`, () => {
    const bench = new StoreBench(patienceMs);
    api.beforeEach(async () => bench.open(await createEngine()));
    api.afterEach(() => bench.close());
    threadCases(api, bench);
    listCases(api, bench);
    changeCases(api, bench);
    logCases(api, bench);
    readCases(api, bench);
    cursorCases(api, bench);
    compactionCases(api, bench);
    coordinatorCases(api, bench);
    stopCases(api, bench);
    busCases(api, bench);
  });
}
