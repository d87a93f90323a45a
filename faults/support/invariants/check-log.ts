import type { RunRecord } from '@flightdeck/store';
import type { StoredEvent, StoredThread } from '../stored-thread.js';
import { violation, type Violation } from './violation.js';

const TERMINAL = new Set(['RUN_FINISHED', 'RUN_ERROR']);

/** I1: the log has every number once and in order, and no fence is lower than the one before. */
export function checkContiguity({ threadId, events, nextSeq, fence }: StoredThread): Violation[] {
  const numbers = events.flatMap(({ seq }, index) => {
    const expected = (events[index - 1]?.seq ?? 0) + 1;
    return seq === expected ? [] : [`number ${seq} instead of ${expected}`];
  });
  const fences = events.flatMap((event, index) => {
    const before = events[index - 1]?.fence ?? 0;
    return event.fence < before ? [`fence ${event.fence} after ${before}`] : [];
  });
  const { seq = 0, fence: lastFence = 0 } = events.at(-1) ?? {};
  const ends = seq === nextSeq - 1 ? [] : [`ends at ${seq}, its head at ${nextSeq - 1}`];
  const above = lastFence > fence ? [`fence ${lastFence} is above the head's ${fence}`] : [];
  return [...numbers, ...fences, ...ends, ...above].map((problem) =>
    violation('I1', `${threadId}: ${problem}`),
  );
}

/** I2: each run is RUN_STARTED, what it says, one terminal event; nothing is outside of a run. */
export function checkRuns({ threadId, events, runs }: StoredThread): Violation[] {
  const found = runs.flatMap((run) =>
    problemsOf(
      run,
      events.filter(({ runPk }) => runPk === run.runPk),
    ).map((problem) => violation('I2', `${threadId} ${run.runId}: ${problem}`)),
  );
  let nextSeq = 1;
  for (const run of runs) {
    if (run.firstSeq !== nextSeq) {
      found.push(
        violation('I2', `${threadId}: ${run.runId} begins at ${run.firstSeq}, not ${nextSeq}`),
      );
    }
    nextSeq = (run.lastSeq ?? run.firstSeq - 1) + 1;
  }
  const known = new Set(runs.map(({ runPk }) => runPk));
  const stray = events.filter(({ runPk }) => !known.has(runPk));
  if (stray.length > 0) {
    found.push(violation('I2', `${threadId}: ${stray.length} events belong to no run`));
  }
  return found;
}

function problemsOf(run: RunRecord, events: readonly StoredEvent[]): string[] {
  if (run.status === 'running') return ['still running'];
  const problems: string[] = [];
  const types = events.map(({ event }) => event.type);
  if (types[0] !== 'RUN_STARTED') problems.push(`begins with ${types[0]}`);
  const terminals = types.filter((type) => TERMINAL.has(type));
  if (terminals.length !== 1) problems.push(`has ${terminals.length} terminal events`);
  const end = types.at(-1);
  if (end === undefined || !TERMINAL.has(end)) problems.push(`ends with ${end}`);
  const last = events.at(-1)?.seq;
  if (last !== run.lastSeq) problems.push(`ends at ${last}, its record says ${run.lastSeq}`);
  const failed = end === 'RUN_ERROR';
  if (failed !== (run.status === 'failed')) problems.push(`is ${run.status} after ${end}`);
  return problems;
}
