import { compare } from '../compare.js';
import { send } from '../http-load.js';
import { meets, spreadOf, type Goal, type Result } from '../result.js';
import { inRounds, pick } from '../rounds.js';
import { runInput, runToEnd } from '../runs.js';
import type { ScenarioName } from '../scenarios.js';
import type { ServerProcess } from '../server-process.js';
import type { TargetName } from '../target.js';
import { warmUp } from '../warm-up.js';
import { withServers, type Effort } from '../workload.js';

const TARGETS: readonly TargetName[] = ['limit', 'node', 'express', 'upstream'];

interface Thread {
  readonly agent: ScenarioName;
  readonly runs: number;
  readonly what: string;
  readonly goals?: { readonly cpu: Goal; readonly megabytes: Goal };
  readonly upstream?: string;
  readonly quick?: boolean;
}

const GOALS = { cpu: { atMost: 0.2 }, megabytes: { atMost: 10 } };

const THREADS: readonly Thread[] = [
  { agent: 'text-10k', runs: 1, what: 'one run of 10,000 deltas' },
  { agent: 'text-1k', runs: 10, what: '10 runs of 1,000 deltas' },
  {
    agent: 'text-1k',
    runs: 100,
    what: '100 runs of 1,000 deltas',
    quick: true,
    goals: GOALS,
    upstream: '30',
  },
  {
    agent: 'progress-1k',
    runs: 100,
    what: '100 runs of 1,000 events that nothing merges',
  },
];

interface Connected {
  /** Microseconds of CPU. */
  readonly cpu: number;
  readonly firstByteMs: number;
  /** How much more memory was resident at once than before; `NaN` where nobody can tell. */
  readonly grownMegabytes: number;
}

/** W6: what it takes to tell a stored thread to a client that has nothing of it. */
export async function replay(effort: Effort): Promise<Result[]> {
  const threads = effort.quick ? THREADS.filter(({ quick }) => quick) : THREADS;
  const results: Result[] = [];
  for (const thread of threads) {
    const options = { agents: [thread.agent], store: 'memory' } as const;
    await withServers(TARGETS, options, effort, async (servers) => {
      for (const server of servers) await fill(server, thread);
      const measure = (server: ServerProcess): Promise<Connected> => connect(server, thread);
      await warmUp(servers, effort, measure);
      results.push(...told(thread, await inRounds(servers, 5, measure)));
    });
  }
  return results;
}

function told(
  { what, goals, upstream }: Thread,
  samples: ReadonlyMap<string, readonly Connected[]>,
): Result[] {
  const judged = goals && { express: { goal: goals.cpu }, node: { goal: goals.cpu } };
  const cpu = compare({
    workload: 'W6',
    what: `${what}: CPU`,
    unit: 'µs',
    samples: pick(samples, (connected) => connected.cpu),
    ...(judged && { judged }),
    ...(upstream === undefined ? {} : { upstream }),
  });
  const firstByte = compare({
    workload: 'W6',
    what: `${what}: first byte`,
    unit: 'ms',
    samples: pick(samples, (connected) => connected.firstByteMs),
  });
  const grown = [...samples].map(([target, rounds]) => {
    const value = spreadOf(rounds.map((connected) => connected.grownMegabytes));
    const result = { workload: 'W6', what: `${what}: growth`, unit: 'MB', target, value };
    const isJudged = target === 'express' || target === 'node';
    if (!isJudged || goals === undefined) return result;
    return { ...result, goal: goals.megabytes, met: meets(value.median, goals.megabytes) };
  });
  return [...cpu, ...firstByte, ...grown];
}

const THREAD_ID = 'a-long-thread';

/** It has its frames already. */
function isFloor({ name }: ServerProcess): boolean {
  return name === 'limit';
}

async function fill(server: ServerProcess, { agent, runs }: Thread): Promise<void> {
  if (isFloor(server)) return;
  for (let run = 0; run < runs; run += 1) {
    await runToEnd(server.port, agent, runInput(undefined, THREAD_ID));
  }
}

async function connect(server: ServerProcess, { agent, runs }: Thread): Promise<Connected> {
  const path = `/agent/${agent}/connect${isFloor(server) ? `/${runs}` : ''}`;
  // So that it does not begin with the garbage of the measurement before.
  await server.ask('memory');
  const before = await server.ask('peak');
  let firstByteMs = Number.NaN;
  const cpu = await server.cpuOf(async () => {
    const startedAt = performance.now();
    const response = await send(server.port, path, runInput([], THREAD_ID));
    let ended = 0;
    let rest = '';
    for await (const chunk of response) {
      if (Number.isNaN(firstByteMs)) firstByteMs = performance.now() - startedAt;
      const text = rest + String(chunk);
      ended += text.split(ENDING).length - 1;
      // It may be cut by the end of a chunk, and is not to be counted twice.
      rest = text.slice(1 - ENDING.length);
    }
    if (ended !== runs) throw new Error(`${server.name} has told of ${ended} runs of ${runs}`);
  });
  const after = await server.ask('peak');
  const grown = (after?.most ?? Number.NaN) - (before?.now ?? Number.NaN);
  return { cpu, firstByteMs, grownMegabytes: grown / 1_048_576 };
}

const ENDING = '"type":"RUN_FINISHED"';
