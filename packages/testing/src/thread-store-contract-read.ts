import assert from 'node:assert/strict';

import type { TestApi } from './test-api.js';
import { event } from './thread-store-contract-support.js';
import type { StoreBench } from './thread-store-contract-support.js';

export function readCases({ describe, it }: TestApi, bench: StoreBench): void {
  const log = () => bench.engine.log;
  const events = (count: number) => Array.from({ length: count }, (_, index) => event(index + 1));

  describe('reading', () => {
    it('reads what comes after a number', async () => {
      const { threadPk } = await bench.run('t', 'r', events(5));
      assert.deepEqual(await bench.readAll(threadPk, 3), [
        [4, event(4)],
        [5, event(5)],
      ]);
    });

    it('starts in the middle of what was appended together', async () => {
      const lease = await bench.acquire('t', 'r');
      await bench.append(lease, events(4));
      await bench.append(lease, [event(5), event(6)], { firstSeq: 5 });
      for (let after = 0; after <= 6; after += 1) {
        const seqs = (await bench.readAll(lease.threadPk, after)).map(([seq]) => seq);
        assert.deepEqual(seqs, [1, 2, 3, 4, 5, 6].slice(after));
      }
    });

    it('has nothing to read at the end, or beyond it', async () => {
      const { threadPk } = await bench.run('t', 'r', events(2));
      for (const after of [2, 99]) {
        assert.deepEqual(await log().read(threadPk, { after }), { segments: [], upToDate: true });
      }
    });

    it('has nothing to read in a thread that does not exist', async () => {
      assert.deepEqual(await log().read(987_654, { after: 0 }), { segments: [], upToDate: true });
    });

    it('tells the run and the fence of every segment', async () => {
      const first = await bench.run('t', 'r1', events(2));
      const second = await bench.run('t', 'r2', [event(3)]);
      const { segments } = await log().read(first.threadPk, { after: 0 });
      const owners = new Map(segments.map(({ runPk, fence }) => [runPk, fence]));
      assert.deepEqual(
        [...owners],
        [
          [first.runPk, first.fence],
          [second.runPk, second.fence],
        ],
      );
    });

    it('stops at the size that was asked for and goes on from there', async () => {
      const { threadPk } = await bench.run('t', 'r', events(100));
      const first = await log().read(threadPk, { after: 0, limitBytes: 500 });
      const size = first.segments.flatMap((segment) => segment.events).join('').length;
      assert.equal(first.upToDate, false);
      assert.ok(size > 0 && size <= 1_000, `read ${size} characters`);
      assert.equal((await bench.readAll(threadPk, 0, 500)).length, 100);
    });

    it('reads everything where there is no limit, in however many pieces it was written', async () => {
      const lease = await bench.acquire('t', 'r');
      for (let seq = 1; seq <= 40; seq += 1) {
        await bench.append(lease, [event(seq)], { firstSeq: seq });
      }
      const read = await log().read(lease.threadPk, { after: 0, limitBytes: Infinity });
      assert.equal(read.segments.at(-1)?.lastSeq, 40);
      assert.equal(read.upToDate, true);
    });

    it('reads one event at least, however large', async () => {
      const large = JSON.stringify({ type: 'CUSTOM', name: 'x', value: 'y'.repeat(300_000) });
      const { threadPk } = await bench.run('t', 'r', [large, event(2)]);
      assert.deepEqual(await bench.readAll(threadPk, 0, 1), [
        [1, large],
        [2, event(2)],
      ]);
    });

    it('sees what is appended between two reads', async () => {
      const lease = await bench.acquire('t', 'r');
      await bench.append(lease, [event(1)]);
      assert.equal((await bench.readAll(lease.threadPk)).length, 1);
      await bench.append(lease, [event(2)], { firstSeq: 2 });
      assert.deepEqual(await bench.readAll(lease.threadPk, 1), [[2, event(2)]]);
    });

    it('tells the heads of several threads and leaves out unknown ones', async () => {
      const idle = await bench.run('idle', 'r', events(2));
      const busy = await bench.acquire('busy', 'r');
      const heads = await log().heads([idle.threadPk, 987_654, busy.threadPk]);
      const byPk = new Map(heads.map((head) => [head.threadPk, head]));
      assert.equal(byPk.size, 2);
      assert.deepEqual(byPk.get(idle.threadPk), {
        threadPk: idle.threadPk,
        nextSeq: 3,
        fence: idle.fence,
        activeRunId: null,
        ownerNode: null,
      });
      assert.deepEqual(byPk.get(busy.threadPk), {
        threadPk: busy.threadPk,
        nextSeq: 1,
        fence: busy.fence,
        activeRunId: 'r',
        ownerNode: bench.engine.coordinator.nodeId,
      });
      assert.deepEqual(await log().heads([]), []);
    });
  });
}
