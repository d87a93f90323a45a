interface Link {
  readonly runId: string;
  readonly parentRunId: string | null;
}

/** Every run behind the one that it goes on from, and otherwise in the given order. */
export function inChainOrder<T extends Link>(runs: readonly T[]): T[] {
  const byId = new Map(runs.map((run) => [run.runId, run]));
  const placed = new Set<string>();
  return runs.flatMap((run) => {
    const chain: T[] = [];
    for (let next: T | undefined = run; next !== undefined && !placed.has(next.runId);) {
      placed.add(next.runId);
      chain.unshift(next);
      next = next.parentRunId === null ? undefined : byId.get(next.parentRunId);
    }
    return chain;
  });
}
