import type { LogRead } from '../event-log.js';
import type { RunRow } from '../backend/log-rows.js';
import { readRun } from './read-run.js';

const RUN: RunRow = {
  runPk: 1,
  threadPk: 1,
  runId: 'r',
  parentRunId: null,
  agentId: 'a',
  status: 'succeeded',
  fence: 1,
  attempt: 1,
  firstSeq: 1,
  lastSeq: 2,
  errorCode: null,
  errorMessage: null,
  startedAt: 0,
  endedAt: 1,
  compacted: false,
};

describe('reading a run', () => {
  async function limitsOf(run: RunRow): Promise<number[]> {
    const limits: number[] = [];
    const read = async (_pk: number, after: number, limit: number): Promise<LogRead> => {
      limits.push(limit);
      const place = { firstSeq: after + 1, lastSeq: after + 1, fence: 1, runPk: 1 };
      return { segments: [{ ...place, events: ['{}'] }], upToDate: false };
    };
    const seqs: number[] = [];
    await readRun({ read }, run, { after: 0, upTo: 3 }, ({ seq }) => seqs.push(seq));
    expect(seqs).toEqual(Array.from({ length: Math.min(run.lastSeq ?? 3, 3) }, (_, i) => i + 1));
    return limits;
  }

  it('asks for little of what follows a short run', async () => {
    expect(Math.max(...(await limitsOf(RUN)))).toBeLessThan(10_000);
  });

  it('takes a long run in pieces that do not hold up the process', async () => {
    const limits = await limitsOf({ ...RUN, status: 'running', lastSeq: null });
    expect(Math.max(...limits)).toBeLessThan(300_000);
  });
});
