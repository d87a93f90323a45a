import type { StoreKind } from '../support/stores.js';
import type { Result } from './result.js';
import { ServerProcess, type ServerStart } from './server-process.js';
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

const USUAL_TARGETS: readonly TargetName[] = [
  'limit',
  'express-floor',
  'fetch',
  'node',
  'express',
  'upstream',
];

/** What most workloads compare; a quick one does without what it judges nothing by. */
export function usualTargets(
  { quick, only }: Pick<Effort, 'quick' | 'only'>,
  { judgedByExpress }: { readonly judgedByExpress: boolean },
): readonly TargetName[] {
  if (!quick || only !== null) return USUAL_TARGETS;
  return ['limit', ...(judgedByExpress ? (['express-floor'] as const) : []), 'node', 'express'];
}

/** Runs `work` with servers for those of the targets that were asked for, and stops them afterwards. */
export function withServers<T>(
  targets: readonly TargetName[],
  options: TargetOptions,
  effort: Effort,
  work: (servers: readonly ServerProcess[]) => Promise<T>,
): Promise<T> {
  return withStarted(
    targets.map((target) => ({ target, ...options })),
    effort,
    work,
  );
}

/** As {@link withServers}, for servers with options of their own. */
export async function withStarted<T>(
  starts: readonly ServerStart[],
  { only }: Pick<Effort, 'only'>,
  work: (servers: readonly ServerProcess[]) => Promise<T>,
): Promise<T> {
  const servers: ServerProcess[] = [];
  try {
    for (const start of starts) {
      if (isWanted(start.target, only)) servers.push(await ServerProcess.start(start));
    }
    return await work(servers);
  } finally {
    for (const server of servers) await server.stop();
  }
}

/** Runs `work` with a server of its own. */
export async function withServer<T>(
  start: ServerStart,
  work: (server: ServerProcess) => Promise<T>,
): Promise<T> {
  const server = await ServerProcess.start(start);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

/** Those of the targets that were asked for and can be had. */
export function wantedOf(
  targets: readonly TargetName[],
  { only }: Pick<Effort, 'only'>,
): TargetName[] {
  return targets.filter((name) => isWanted(name, only));
}

function isWanted(name: TargetName, only: Effort['only']): boolean {
  return isAvailable(name) && (only?.includes(name) ?? true);
}

/** Upstream takes part where the user has installed it. */
function isAvailable(name: TargetName): boolean {
  return name !== 'upstream' || process.env.BENCH_UPSTREAM !== undefined;
}
