import assert from 'node:assert/strict';

import type { StoreBackend } from '@flightdeck/store/engine';

import type { ThreadModel } from './thread-model.js';

/** Compares a thread in the database with its model: durability.md 11, I1 to I3. */
export async function checkThread({ log }: StoreBackend, model: ThreadModel): Promise<void> {
  const { threadPk, nextSeq, fence, active, ownerNode } = model;
  const [head] = await log.heads([threadPk]);
  const activeRunId = active?.runId ?? null;
  assert.deepEqual(head, { threadPk, nextSeq, fence, activeRunId, ownerNode });
  await checkRuns(log, model);
  await checkEvents(log, model);
}

async function checkRuns(log: StoreBackend['log'], model: ThreadModel): Promise<void> {
  const runs = await log.runs(model.threadPk, 0, 10_000);
  assert.deepEqual(
    runs.map(({ runPk, runId, status, firstSeq, lastSeq }) => [
      runPk,
      runId,
      status,
      firstSeq,
      lastSeq,
    ]),
    model.runs.map(({ runPk, runId, status, firstSeq, lastSeq }) => [
      runPk,
      runId,
      status,
      firstSeq,
      lastSeq,
    ]),
  );
  const running = runs.filter(({ status }) => status === 'running');
  assert.ok(running.length <= 1, 'at most one run of a thread is active');
  // Runs follow each other without events between them, and nothing follows their last one.
  runs.forEach(({ firstSeq }, index) => {
    assert.equal(firstSeq, index === 0 ? 1 : (runs[index - 1]?.lastSeq ?? NaN) + 1);
  });
}

async function checkEvents(log: StoreBackend['log'], model: ThreadModel): Promise<void> {
  let position = 0;
  let fence = 0;
  for (let upToDate = false; !upToDate;) {
    const read = await log.read(model.threadPk, position, 64 * 1_024);
    for (const segment of read.segments) {
      assert.ok(segment.fence >= fence, 'fences never decrease');
      fence = segment.fence;
      // A backend may give the whole row in which the position lies.
      const events = segment.events.slice(Math.max(0, position + 1 - segment.firstSeq));
      assert.equal(segment.lastSeq - events.length, position, 'numbers have no gaps');
      for (const text of events) {
        const expected = model.log[position];
        assert.deepEqual({ text, fence, runPk: segment.runPk }, expected);
        position += 1;
      }
    }
    upToDate = read.upToDate;
    assert.ok(upToDate || read.segments.length > 0, 'a read goes on or has come to the end');
  }
  assert.equal(position, model.log.length, 'nothing is missing at the end');
}
