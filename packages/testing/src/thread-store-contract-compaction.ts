import assert from 'node:assert/strict';

import type { RunHistory } from '@flightdeck/store';

import type { TestApi } from './test-api.js';
import { SUCCEEDED, delta, event } from './thread-store-contract-support.js';
import type { StoreBench } from './thread-store-contract-support.js';

const TEXT = [delta('m', 'Hel'), delta('m', 'lo'), event(3), delta('n', 'a'), delta('n', 'b')];

export function compactionCases({ describe, it }: TestApi, bench: StoreBench): void {
  const log = () => bench.engine.log;

  function shape(runs: readonly RunHistory[]): unknown[] {
    return runs.map(({ run, events }) => [
      run.runId,
      ...events.map(({ seq, json }) => [seq, JSON.parse(json)]),
    ]);
  }

  function merged(messageId: string, text: string): unknown {
    return JSON.parse(delta(messageId, text));
  }

  /** All texts in order, which merging does not change. */
  function spoken(events: readonly string[]): string {
    const spelt: unknown[] = events.map((json) => JSON.parse(json));
    return JSON.stringify(spelt.map((parsed) => Object(parsed).delta ?? parsed)).replaceAll(
      '","',
      '',
    );
  }

  describe('history', () => {
    it('tells the runs from oldest to newest, their deltas merged', async () => {
      await bench.run('t', 'r1', TEXT);
      const { threadPk } = await bench.run('t', 'r2', [delta('o', '1'), delta('o', '2')]);
      assert.deepEqual(shape(await bench.history(threadPk)), [
        ['r1', [2, merged('m', 'Hello')], [3, JSON.parse(event(3))], [5, merged('n', 'ab')]],
        ['r2', [7, merged('o', '12')]],
      ]);
    });

    it('tells the active run as far as it has come', async () => {
      const lease = await bench.acquire('t', 'r');
      await bench.append(lease, TEXT.slice(0, 1));
      assert.deepEqual(shape(await bench.history(lease.threadPk)), [
        ['r', [1, merged('m', 'Hel')]],
      ]);
      await bench.append(lease, TEXT.slice(1, 2), { firstSeq: 2 });
      const [history] = await bench.history(lease.threadPk);
      assert.deepEqual(shape(history ? [history] : []), [['r', [2, merged('m', 'Hello')]]]);
      assert.equal(history?.run.status, 'running');
    });

    it('ends with the number that was asked for', async () => {
      await bench.run('t', 'r1', TEXT);
      const lease = await bench.acquire('t', 'r2');
      await bench.append(lease, [delta('o', '1'), delta('o', '2'), delta('o', '3')]);
      assert.deepEqual(shape(await bench.history(lease.threadPk, 7)).at(-1), [
        'r2',
        [7, merged('o', '12')],
      ]);
      assert.deepEqual(shape(await bench.history(lease.threadPk, 1)), [
        ['r1', [1, merged('m', 'Hel')]],
        ['r2'],
      ]);
      // A later number than before, and an earlier one again.
      assert.deepEqual(shape(await bench.history(lease.threadPk, 8)).at(-1), [
        'r2',
        [8, merged('o', '123')],
      ]);
      assert.deepEqual(shape(await bench.history(lease.threadPk, 6)).at(-1), [
        'r2',
        [6, merged('o', '1')],
      ]);
    });

    it('tells the active run even if it has written nothing up to the number', async () => {
      const first = await bench.acquire('t', 'r1');
      assert.deepEqual(shape(await bench.history(first.threadPk, 0)), [['r1']]);
      await bench.append(first, [event(1)], { close: SUCCEEDED });
      const second = await bench.acquire('t', 'r2');
      const expected = [['r1', [1, JSON.parse(event(1))]], ['r2']];
      assert.deepEqual(shape(await bench.history(first.threadPk, 1)), expected);
      await bench.append(second, [event(2)]);
      assert.deepEqual(shape(await bench.history(first.threadPk, 1)), expected);
      await bench.append(second, [event(3)], { firstSeq: 3, close: SUCCEEDED });
      // Whoever has seen it begin may be slower than the run.
      assert.deepEqual(shape(await bench.history(first.threadPk, 1)), expected);
      assert.deepEqual(shape(await bench.history(first.threadPk, 0)), [['r1']]);
      assert.deepEqual(shape(await bench.history(first.threadPk, -1)), []);
    });

    it('is empty for a thread without runs, or without existence', async () => {
      const made = await bench.engine.threads.ensure(
        { tenantId: '', userId: null },
        { threadId: 't', agentId: 'agent' },
      );
      assert.deepEqual(await bench.history(made?.thread.threadPk ?? 0), []);
      assert.deepEqual(await bench.history(987_654), []);
    });
  });

  describe('compaction', () => {
    it('leaves the history as it was, however often it is done', async () => {
      const { threadPk, runPk } = await bench.run('t', 'r', TEXT);
      const before = await bench.history(threadPk);
      await log().compact(runPk);
      assert.deepEqual(await bench.history(threadPk), before);
      await log().compact(runPk);
      assert.deepEqual(await bench.history(threadPk), before);
    });

    it('does nothing to an active run, or to one that does not exist', async () => {
      const lease = await bench.acquire('t', 'r');
      await bench.append(lease, TEXT);
      await log().compact(lease.runPk);
      await log().compact(987_654);
      assert.equal((await bench.readAll(lease.threadPk)).length, TEXT.length);
      assert.equal((await bench.append(lease, [event(6)], { firstSeq: 6 })).kind, 'ok');
    });

    it('does not touch the runs that follow', async () => {
      const old = await bench.run('t', 'r1', TEXT);
      await log().compact(old.runPk);
      const lease = await bench.acquire('t', 'r2');
      await bench.append(lease, [event(6), event(7)]);
      assert.equal(lease.firstSeq, 6);
      const read = (await bench.readAll(lease.threadPk, 5)).map(([seq]) => seq);
      assert.deepEqual(read, [6, 7]);
      const verdict = await log().checkCursor(lease.threadPk, `${lease.fence}.6`);
      assert.deepEqual(verdict, { ok: true, after: 6 });
    });

    it('lets a reader go on behind the end of a compacted run', async () => {
      const { threadPk, runPk, fence } = await bench.run('t', 'r', TEXT);
      await log().compact(runPk);
      assert.deepEqual(await log().checkCursor(threadPk, `${fence}.5`), { ok: true, after: 5 });
    });

    it('lets a reader go on exactly where nothing is lost or repeated', async () => {
      const { threadPk, runPk, fence } = await bench.run('t', 'r', TEXT);
      await log().compact(runPk);
      for (let seq = 0; seq <= TEXT.length; seq += 1) {
        const verdict = await log().checkCursor(threadPk, `${fence}.${seq}`);
        const raw = (await bench.readAll(threadPk, seq)).map(([, json]) => json);
        const [history] = await bench.history(threadPk);
        const later = history?.events.filter((entry) => entry.seq > seq) ?? [];
        const rest = raw.length > 0 ? raw : later.map(({ json }) => json);
        if (verdict.ok) assert.equal(spoken(rest), spoken(TEXT.slice(seq)), `after ${seq}`);
        else assert.equal(verdict.reason, 'compacted', `after ${seq}`);
        // Between two messages there is nothing that could have been merged.
        if ([0, 2, 3, 5].includes(seq)) assert.equal(verdict.ok, true, `after ${seq}`);
      }
    });

    it('tells which numbers a merged event spans', async () => {
      const { threadPk } = await bench.run('t', 'r', TEXT);
      const [history] = await bench.history(threadPk);
      assert.deepEqual(
        history?.events.map(({ firstSeq, seq }) => [firstSeq ?? seq, seq]),
        [
          [1, 2],
          [3, 3],
          [4, 5],
        ],
      );
    });

    it('still answers the repeated last append', async () => {
      const lease = await bench.run('t', 'r', TEXT);
      await log().compact(lease.runPk);
      assert.equal((await bench.append(lease, TEXT)).kind, 'ok');
      assert.equal((await bench.append(lease, [event(9)], { firstSeq: 6 })).kind, 'fenced');
    });
  });
}
