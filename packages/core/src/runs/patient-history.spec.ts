import { describe, expect, it } from '@jest/globals';
import { StoreError, type EventLog, type RunHistory } from '@flightdeck/store';
import { FakeClock } from '@flightdeck/testing';
import { patientHistory } from './patient-history.js';

const OUTAGE = new StoreError('unavailable', 'restarting');

/** A log of five runs whose first readings fail, each behind so many runs. */
function logFailing(...failures: readonly number[]): EventLog {
  const left = [...failures];
  return {
    async *history() {
      const failsBehind = left.shift();
      for (let runPk = 1; runPk <= 5; runPk += 1) {
        if (failsBehind === runPk - 1) throw OUTAGE;
        yield { run: { runPk }, events: [] } as unknown as RunHistory;
      }
    },
  } as Partial<EventLog> as EventLog;
}

async function read(log: EventLog): Promise<number[]> {
  const clock = new FakeClock();
  const told: number[] = [];
  const query = { threadPk: 1, upTo: 9, clock, isWanted: () => true };
  let isOver = false;
  const reading = (async () => {
    for await (const { run } of patientHistory(log, query)) told.push(run.runPk);
  })().finally(() => {
    isOver = true;
  });
  reading.catch(() => undefined);
  while (!isOver) {
    clock.advance(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await reading;
  return told;
}

describe('the history of a thread during an outage', () => {
  it.each([[[]], [[0, 0]], [[2, 0, 4]], [[5]]])(
    'is told once and whole when readings fail behind %j runs [durable.outage]',
    async (failures) => {
      expect(await read(logFailing(...failures))).toEqual([1, 2, 3, 4, 5]);
    },
  );

  it('fails with an outage that does not end', async () => {
    const forever = Array.from({ length: 200 }, () => 3);
    await expect(read(logFailing(...forever))).rejects.toBe(OUTAGE);
  });
});
