import assert from 'node:assert/strict';

import type { RunClose } from '@flightdeck/store';

import type { TestApi } from './test-api.js';
import { BOB, SUCCEEDED, event, itemOf } from './thread-store-contract-support.js';
import type { StoreBench } from './thread-store-contract-support.js';

export function logCases({ describe, it }: TestApi, bench: StoreBench): void {
  const log = () => bench.engine.log;

  describe('appending', () => {
    it('stores events and answers how far the log reaches', async () => {
      const lease = await bench.acquire('t', 'r');
      const first = await bench.append(lease, [event(1), event(2)]);
      assert.deepEqual(first, { kind: 'ok', durableSeq: 2, stopRequested: false });
      const second = await bench.append(lease, [event(3)], { firstSeq: 3 });
      assert.deepEqual(second, { kind: 'ok', durableSeq: 3, stopRequested: false });
      assert.deepEqual(await bench.readAll(lease.threadPk), [
        [1, event(1)],
        [2, event(2)],
        [3, event(3)],
      ]);
    });

    it('gives back every text exactly', async () => {
      const texts = [
        '{"type":"CUSTOM", "b":1,\n "a":1e3, "a":2}',
        JSON.stringify({ type: 'CUSTOM', value: 'ü 日本 🎉 \u0000 \ud800 \\ "' }),
        '{"type":"RAW","event":{"__proto__":1,"constructor":2}}',
      ];
      const lease = await bench.acquire('t', 'r');
      await bench.append(lease, texts);
      assert.deepEqual(
        (await bench.readAll(lease.threadPk)).map(([, text]) => text),
        texts,
      );
    });

    it('appends to several threads at once and answers in order', async () => {
      const one = await bench.acquire('one', 'r');
      const two = await bench.acquire('two', 'r', BOB);
      const outcomes = await log().append([
        itemOf(one, [event(1)]),
        itemOf(two, [event(2), event(3)]),
      ]);
      assert.deepEqual(
        outcomes.map((outcome) => outcome.kind === 'ok' && outcome.durableSeq),
        [1, 2],
      );
    });

    it('appends what it can when one of a batch is fenced', async () => {
      const good = await bench.acquire('good', 'r');
      const bad = await bench.acquire('bad', 'r');
      const stale = itemOf(bad, [event(1)], { fence: bad.fence - 1 });
      const outcomes = await log().append([stale, itemOf(good, [event(2)])]);
      assert.deepEqual(
        outcomes.map(({ kind }) => kind),
        ['fenced', 'ok'],
      );
      assert.deepEqual(await bench.readAll(bad.threadPk), []);
      assert.deepEqual(await bench.readAll(good.threadPk), [[1, event(2)]]);
    });

    it('answers a repeated append without storing it twice', async () => {
      const lease = await bench.acquire('t', 'r');
      const texts = [event(1), event(2)];
      assert.deepEqual(await bench.append(lease, texts), await bench.append(lease, texts));
      assert.equal((await bench.readAll(lease.threadPk)).length, 2);
    });

    it('answers a repeated append that was overtaken by the next one', async () => {
      const lease = await bench.acquire('t', 'r');
      await bench.append(lease, [event(1)]);
      await bench.append(lease, [event(2)], { firstSeq: 2 });
      assert.equal((await bench.append(lease, [event(1)])).kind, 'ok');
      assert.equal((await bench.readAll(lease.threadPk)).length, 2);
    });

    it('answers a repeated last append, even once the next run has begun', async () => {
      const lease = await bench.run('t', 'r1');
      assert.equal((await bench.append(lease, [event(1)], { close: SUCCEEDED })).kind, 'ok');
      const next = await bench.acquire('t', 'r2');
      assert.equal((await bench.append(lease, [event(1)], { close: SUCCEEDED })).kind, 'ok');
      assert.equal((await bench.append(next, [event(2)])).kind, 'ok');
    });

    it('refuses a gap', async () => {
      const lease = await bench.acquire('t', 'r');
      await bench.append(lease, [event(1)]);
      assert.equal((await bench.append(lease, [event(3)], { firstSeq: 3 })).kind, 'fenced');
      assert.equal((await bench.readAll(lease.threadPk)).length, 1);
    });

    it('refuses a former holder and names the fence that holds now', async () => {
      const old = await bench.run('t', 'r1');
      const now = await bench.acquire('t', 'r2');
      const outcome = await bench.append(old, [event(9)], { firstSeq: 2 });
      assert.deepEqual(outcome, { kind: 'fenced', currentFence: now.fence });
    });

    it('refuses anything behind the terminal event', async () => {
      const lease = await bench.run('t', 'r');
      assert.equal((await bench.append(lease, [event(2)], { firstSeq: 2 })).kind, 'fenced');
      assert.deepEqual(await bench.readAll(lease.threadPk), [[1, event(1)]]);
    });

    it('refuses a thread that does not exist, and a run of another thread', async () => {
      const lease = await bench.acquire('t', 'r');
      const other = await bench.acquire('other', 'r');
      const nowhere = await bench.append(lease, [event(1)], { threadPk: 987_654 });
      assert.equal(nowhere.kind, 'fenced');
      const crossed = await bench.append(lease, [event(1)], { runPk: other.runPk });
      assert.equal(crossed.kind, 'fenced');
    });

    it('numbers on through the runs of a thread', async () => {
      await bench.run('t', 'r1', [event(1), event(2)]);
      const lease = await bench.run('t', 'r2', [event(3)]);
      assert.equal(lease.firstSeq, 3);
      assert.deepEqual(
        (await bench.readAll(lease.threadPk)).map(([seq]) => seq),
        [1, 2, 3],
      );
    });

    it('ends a run together with its last event', async () => {
      const closes: RunClose[] = [
        SUCCEEDED,
        { status: 'stopped' },
        { status: 'failed', errorCode: 'BOOM', errorMessage: 'It broke' },
      ];
      for (const [index, close] of closes.entries()) {
        const lease = await bench.acquire('t', `r${index}`);
        await bench.append(lease, [event(1), event(2)], { close });
      }
      const [head] = await log().heads([(await bench.acquire('t', 'last')).threadPk]);
      assert.ok(head);
      const runs = (await bench.history(head.threadPk)).map(({ run }) => run);
      assert.deepEqual(
        runs.map((run) => [run.runId, run.status, run.firstSeq, run.lastSeq, run.errorCode]),
        [
          ['r0', 'succeeded', 1, 2, null],
          ['r1', 'stopped', 3, 4, null],
          ['r2', 'failed', 5, 6, 'BOOM'],
          ['last', 'running', 7, null, null],
        ],
      );
      assert.equal(runs[2]?.errorMessage, 'It broke');
      assert.ok((runs[2]?.endedAt ?? 0) >= (runs[2]?.startedAt ?? Infinity));
      assert.equal(runs[3]?.endedAt, null);
    });

    it('knows the messages that events of the thread mention', async () => {
      const lease = await bench.acquire('t', 'r1');
      await bench.append(lease, [event(1)], { messageIds: ['a', '__proto__'] });
      await bench.append(lease, [event(2)], { firstSeq: 2, messageIds: ['b'], close: SUCCEEDED });
      const other = await bench.acquire('other', 'r1');
      const ids = ['a', 'b', 'c', '__proto__', 'constructor'];
      const known = await log().knownMessageIds(lease.threadPk, ids);
      assert.deepEqual([...known].toSorted(), ['__proto__', 'a', 'b']);
      assert.equal((await log().knownMessageIds(other.threadPk, ids)).size, 0);
      assert.equal((await log().knownMessageIds(lease.threadPk, [])).size, 0);
    });
  });
}
