import { byClients } from './by-clients.js';
import { runToEnd } from './runs.js';
import type { ServerProcess } from './server-process.js';
import type { Effort } from './workload.js';

/** After so many, a run costs a fifth of what the first hundreds do, and no less with the next thousand. */
const RUNS = 4_000;

/** How long the work of a measurement is done beforehand, so that compilers have little left to do with it. */
const WARM_UP_MS = { thorough: 600, quick: 200 } as const;

/** Does the work of a measurement for a while. */
export async function warmUp<T>(
  servers: readonly ServerProcess[],
  { quick }: Pick<Effort, 'quick'>,
  measure: (server: ServerProcess) => Promise<T>,
): Promise<void> {
  const ms = quick ? WARM_UP_MS.quick : WARM_UP_MS.thorough;
  for (const server of servers) {
    const until = performance.now() + ms;
    while (performance.now() < until) await measure(server);
  }
}

/**
 * Has everything compiled that a run goes through once: most of the code, and none that the few runs of a
 * measurement of streams would have compiled. Quick measurements forgo it. Servers need the agent `text-8`.
 */
export async function warmUpRuns(
  servers: readonly ServerProcess[],
  { quick }: Pick<Effort, 'quick'>,
): Promise<void> {
  if (quick) return;
  for (const { port } of servers) await byClients(RUNS, () => runToEnd(port, 'text-8'));
}
