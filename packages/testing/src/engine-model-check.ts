import type { StoreBackend } from '@flightdeck/store/engine';

import { BackendWalk } from './model-check/backend-walk.js';
import { SeededRandom } from './model-check/seeded-random.js';
import type { TestApi } from './test-api.js';

export interface EngineModelCheckOptions {
  /** Names the backend in the title. */
  readonly name: string;
  readonly api: Pick<TestApi, 'describe' | 'it'>;
  /** Makes a backend without any threads, not opened yet. */
  readonly createBackend: () => Promise<StoreBackend>;
  /** That of `@flightdeck/store/engine`. */
  readonly encodeSegment: (events: readonly string[]) => string;
  /**
   * How many steps a walk has.
   *
   * @default 10000
   */
  readonly steps?: number;
  /**
   * One walk for each; the same seed does the same things in the same order.
   *
   * @default [1]
   */
  readonly seeds?: readonly number[];
}

/**
 * Acquires, appends, repeats, stops, takes over, closes, crashes and removes in random order, for
 * nodes that know of each other or not, and compares every answer, and the log, with a model.
 * durability.md 11, T19: logs are contiguous (I1), runs end once and do not mix (I2), a thread has one
 * active run at most (I3).
 */
export function runEngineModelCheck(options: EngineModelCheckOptions): void {
  const { name, api, createBackend, encodeSegment, steps = 10_000, seeds = [1] } = options;
  api.describe(`store backend model check: ${name}`, () => {
    for (const seed of seeds) {
      api.it(`answers ${steps} random steps as the model does, seed ${seed}`, async () => {
        const backend = await createBackend();
        await backend.open();
        try {
          const random = new SeededRandom(seed);
          const walk = new BackendWalk({ backend, random, encodeSegment });
          for (let step = 1; step <= steps; step += 1) await named(step, walk.step());
          await walk.checkAll();
        } finally {
          await backend.close();
        }
      });
    }
  });
}

/** Says how many steps lead to a failure. */
async function named(step: number, taken: Promise<void>): Promise<void> {
  try {
    await taken;
  } catch (cause) {
    throw new Error(`Step ${step}: ${String(cause)}`, { cause });
  }
}
