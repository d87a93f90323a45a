import type { StoreKind } from '../support/stores.js';
import type { Result } from './result.js';
import { ServerProcess } from './server-process.js';
import type { TargetName, TargetOptions } from './target.js';

/** How thorough a measurement is. */
export interface Effort {
  /** For the guard in CI: seconds, not minutes. */
  readonly quick: boolean;
  /** The targets that the command line asks for; all if it names none. */
  readonly only: readonly TargetName[] | null;
  /** For workloads that compare stores: those that can be reached. */
  readonly stores: readonly StoreKind[];
}

/** Measures and judges; owns the servers that it starts. */
export type Workload = (effort: Effort) => Promise<Result[]>;

/** Runs `work` with servers for those of the targets that were asked for, and stops them afterwards. */
export async function withServers<T>(
  targets: readonly TargetName[],
  options: TargetOptions,
  { only }: Effort,
  work: (servers: readonly ServerProcess[]) => Promise<T>,
): Promise<T> {
  const wanted = targets.filter((name) => isAvailable(name) && (only?.includes(name) ?? true));
  const servers: ServerProcess[] = [];
  try {
    for (const name of wanted) servers.push(await ServerProcess.start(name, options));
    return await work(servers);
  } finally {
    for (const server of servers) await server.stop();
  }
}

/** Upstream takes part where the user has installed it. */
function isAvailable(name: TargetName): boolean {
  return name !== 'upstream' || process.env.BENCH_UPSTREAM !== undefined;
}
