import type { Socket } from 'node:net';

import { compare } from '../compare.js';
import { openStreams, pause } from '../open-stream.js';
import type { Result } from '../result.js';
import { inFreshRounds, pick } from '../rounds.js';
import { moment } from '../scenarios.js';
import type { TargetName } from '../target.js';
import { warmUpRuns } from '../warm-up.js';
import { wantedOf, withServer, type Effort } from '../workload.js';

const TARGETS: readonly TargetName[] = ['limit', 'node', 'express', 'upstream'];
const STREAMS = 1_000;
const PER_SECOND = 2_000;

const PACES = [
  {
    agent: 'text-10-per-s',
    pace: '10 events/s',
    rounds: 3,
    goals: { express: { goal: { atMost: 1.3 } }, node: { goal: { atMost: 1.2 } } },
  },
  { agent: 'text-1-per-s', pace: '1 event/s', rounds: 1, goals: {} },
] as const;
/** How long is waited until streams have settled, and how long is measured. */
const SETTLING_MS = 500;
const MEASURED_MS = 3_000;

/** W4: a thousand streams on which little happens: what an event costs, and how late it is. */
export async function pacedStreams(effort: Effort): Promise<Result[]> {
  const targets = wantedOf(TARGETS, effort);
  const results: Result[] = [];
  for (const { agent, pace, rounds, goals } of effort.quick ? PACES.slice(0, 1) : PACES) {
    const paced = await inFreshRounds(targets, effort.quick ? 1 : rounds, (target) =>
      measurePace(target, agent, effort),
    );
    const figure = (name: keyof Paced, unit: string) => ({
      workload: 'W4',
      what: `1,000 streams, ${pace}: ${name}`,
      unit,
      samples: pick(paced, (each) => each[name]),
    });
    results.push(
      ...compare({ ...figure('CPU', 'µs/event'), upstream: '6.2' }),
      ...compare(figure('p50', 'ms')),
      ...compare({ ...figure('p99', 'ms'), judged: goals }),
    );
  }
  return results;
}

interface Paced {
  readonly CPU: number;
  readonly p50: number;
  readonly p99: number;
}

async function measurePace(
  target: TargetName,
  agent: (typeof PACES)[number]['agent'],
  effort: Effort,
): Promise<Paced> {
  return withServer({ target, agents: ['text-8', agent], store: 'memory' }, async (server) => {
    await warmUpRuns([server], effort);
    const sockets = await openStreams(STREAMS, PER_SECOND, { port: server.port, agent });
    let latencies: number[] = [];
    for (const socket of sockets) listen(socket, (latency) => latencies.push(latency));
    await pause(SETTLING_MS);
    latencies = [];
    const micros = await server.cpuOf(() => pause(MEASURED_MS));
    const sorted = latencies.toSorted((a, b) => a - b);
    return {
      CPU: micros / sorted.length,
      p50: sorted[Math.floor(sorted.length * 0.5)] ?? Number.NaN,
      p99: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    };
  });
}

const MARK = Buffer.from('"delta":"');
/** How many characters a moment has. */
const MOMENT_LENGTH = moment().toFixed(3).length;

/** Tells how old each event is when it arrives. One that was cut between two packets is left out. */
function listen(socket: Socket, onLatency: (ms: number) => void): void {
  socket.on('data', (chunk: Buffer) => {
    const now = moment();
    for (let at = chunk.indexOf(MARK); at !== -1; at = chunk.indexOf(MARK, at + 1)) {
      const begin = at + MARK.length;
      const said = chunk.toString('latin1', begin, begin + MOMENT_LENGTH);
      if (said.length === MOMENT_LENGTH) onLatency(now - Number(said));
    }
  });
  socket.resume();
}
