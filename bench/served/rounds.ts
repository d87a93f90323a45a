import type { ServerProcess } from './server-process.js';

/** What a workload has measured of each target, a value for each round. */
export type Samples = ReadonlyMap<string, readonly number[]>;

/**
 * Measures targets alternately, `A B C, C B A, …`, so that whatever the machine does meanwhile
 * happens to all of them.
 */
export async function inRounds(
  servers: readonly ServerProcess[],
  rounds: number,
  measure: (server: ServerProcess) => Promise<number>,
): Promise<Samples> {
  const samples = new Map(servers.map(({ name }) => [name as string, [] as number[]]));
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? servers : servers.toReversed();
    for (const server of order) samples.get(server.name)?.push(await measure(server));
  }
  return samples;
}
