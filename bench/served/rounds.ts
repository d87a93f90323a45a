import type { ServerProcess } from './server-process.js';
import type { TargetName } from './target.js';

/** What a workload has measured of each target, a value for each round. */
export type Samples<T = number> = ReadonlyMap<string, readonly T[]>;

/**
 * Measures targets alternately, `A B C, C B A, …`, so that whatever the machine does meanwhile
 * happens to all of them.
 */
export async function inRounds<T>(
  servers: readonly ServerProcess[],
  rounds: number,
  measure: (server: ServerProcess) => Promise<T>,
): Promise<Samples<T>> {
  const samples = new Map(servers.map(({ name }) => [name, [] as T[]]));
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? servers : servers.toReversed();
    for (const server of order) samples.get(server.name)?.push(await measure(server));
  }
  return samples;
}

/**
 * As {@link inRounds}, of servers that `measure` starts for the occasion: what earlier work has left in a
 * process can be told neither from memory nor from runs that go on.
 */
export async function inFreshRounds<T>(
  targets: readonly TargetName[],
  rounds: number,
  measure: (target: TargetName) => Promise<T>,
): Promise<Samples<T>> {
  const samples = new Map(targets.map((name) => [name, [] as T[]]));
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? targets : targets.toReversed();
    for (const target of order) samples.get(target)?.push(await measure(target));
  }
  return samples;
}

/** One figure of samples that have several. */
export function pick<T>(samples: Samples<T>, figure: (sample: T) => number): Samples {
  return new Map([...samples].map(([name, values]) => [name, values.map(figure)]));
}
