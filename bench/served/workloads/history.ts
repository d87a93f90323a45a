import { randomUUID } from 'node:crypto';

import { compare, judgedRatio } from '../compare.js';
import { spreadOf, type Result } from '../result.js';
import { inRounds, pick } from '../rounds.js';
import { conversation, runInput, runToEnd, userMessage } from '../runs.js';
import { lengthOf, SCENARIOS, type ScenarioName } from '../scenarios.js';
import type { ServerProcess } from '../server-process.js';
import { warmUpRuns } from '../warm-up.js';
import { usualTargets, withServers, type Effort } from '../workload.js';

const LENGTHS = [0, 50, 200, 800] as const;
const LONGEST = 800;
const RUNS = 20;
const GOAL = { atLeast: 0.95 };
const LONG_STREAMS = 4;

/** Microseconds of CPU of a run of 500 deltas, by the length of what came before it. */
type Costs = Readonly<Record<number, number>>;

/** W1 behind earlier messages of 1 KB each, which the client sends along: 500 deltas. */
export async function history(effort: Effort): Promise<Result[]> {
  const targets = usualTargets(effort, { judgedByExpress: false });
  const options = { agents: ['text-8', 'text-500', 'text-10k'], store: 'memory' } as const;
  return withServers(targets, options, effort, async (servers) => {
    await warmUpRuns(servers, effort);
    await inRounds(servers, 1, costs);
    const samples = await inRounds(servers, effort.quick ? 3 : 5, costs);
    const events = lengthOf(SCENARIOS['text-500']);
    const compared = LENGTHS.flatMap((length) =>
      compare({
        workload: 'W1',
        what: `500 deltas after ${length} messages`,
        unit: 'events per CPU s',
        samples: pick(samples, (cost) => events / ((cost[length] ?? Number.NaN) / 1e6)),
      }),
    );
    return [...compared, ...(await growth(servers, effort))];
  });
}

async function costs(server: ServerProcess): Promise<Costs> {
  const found: Record<number, number> = {};
  for (const length of LENGTHS) {
    found[length] = await costOfRun(server, { name: 'text-500', length, runs: RUNS });
  }
  return found;
}

interface Runs {
  readonly name: ScenarioName;
  /** Messages that the thread has, and the client sends with each run beside a new one. */
  readonly length: number;
  readonly runs: number;
}

async function costOfRun(server: ServerProcess, { name, length, runs }: Runs): Promise<number> {
  const messages = conversation(length, 1_000);
  const threadId = randomUUID();
  await runToEnd(server.port, 'text-8', runInput(messages, threadId));
  const micros = await server.cpuOf(async () => {
    for (let run = 0; run < runs; run += 1) {
      await runToEnd(server.port, name, runInput([...messages, userMessage('Go on')], threadId));
    }
  });
  return micros / runs;
}

/** What a delta costs after none, over what it costs after the longest history. */
async function growth(servers: readonly ServerProcess[], effort: Effort): Promise<Result[]> {
  const samples = await inRounds(servers, effort.quick ? 3 : 7, async (server) => {
    const none = await costOfDelta(server, 0);
    const longest = await costOfDelta(server, LONGEST);
    return { longest, ratio: none / longest };
  });
  return [...samples].map(([target, rounds]) => {
    const goal = target === 'express' || target === 'node' ? GOAL : undefined;
    return {
      workload: 'W1',
      what: `cost of a delta after none, over that after ${LONGEST} messages`,
      target,
      value: spreadOf(rounds.map(({ longest }) => longest)),
      unit: 'µs',
      ...judgedRatio(
        'itself after none',
        rounds.map(({ ratio }) => ratio),
        goal,
      ),
    };
  });
}

/** What a long stream costs beyond a short one, which has to take in the same messages. */
async function costOfDelta(server: ServerProcess, length: number): Promise<number> {
  const long = await costOfRun(server, { name: 'text-10k', length, runs: LONG_STREAMS });
  const short = await costOfRun(server, { name: 'text-8', length, runs: LONG_STREAMS });
  return (long - short) / (SCENARIOS['text-10k'].events - SCENARIOS['text-8'].events);
}
