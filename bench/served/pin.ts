import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const CORES = { server: 0, load: 1 } as const;

/** Whether processes can be given cores of their own here. */
export const CAN_PIN =
  availableParallelism() > 1 && spawnSync('taskset', ['-p', String(process.pid)]).status === 0;

/** Puts all threads of a process on the core of servers, or on that of whoever loads them. */
export function pinned(pid: number | undefined, core: keyof typeof CORES): void {
  if (!CAN_PIN || pid === undefined) return;
  spawnSync('taskset', ['-acp', String(CORES[core]), String(pid)]);
}
