import assert from 'node:assert/strict';

import type { TestApi } from './test-api.js';
import { ALICE, SUCCEEDED, event } from './thread-store-contract-support.js';
import type { StoreBench } from './thread-store-contract-support.js';

export function cursorCases({ describe, it }: TestApi, bench: StoreBench): void {
  const check = (threadPk: number, cursor: string) =>
    bench.engine.log.checkCursor(threadPk, cursor);

  describe('cursors', () => {
    it('accepts the place of every raw event', async () => {
      const first = await bench.run('t', 'r1', [event(1), event(2)]);
      const second = await bench.acquire('t', 'r2');
      await bench.append(second, [event(3), event(4)]);
      for (const [fence, seq] of [
        [first.fence, 1],
        [first.fence, 2],
        [second.fence, 3],
        [second.fence, 4],
      ]) {
        assert.deepEqual(await check(first.threadPk, `${fence}.${seq}`), { ok: true, after: seq });
      }
    });

    it('accepts the place before the first event', async () => {
      const lease = await bench.acquire('t', 'r');
      assert.deepEqual(await check(lease.threadPk, `${lease.fence}.0`), { ok: true, after: 0 });
      await bench.append(lease, [event(1)]);
      assert.deepEqual(await check(lease.threadPk, `${lease.fence}.0`), { ok: true, after: 0 });
    });

    it('accepts the place before the first event that was given before there was a run', async () => {
      await bench.engine.threads.ensure(ALICE, { threadId: 't', agentId: 'agent' });
      const thread = await bench.engine.threads.get(ALICE, 't');
      const threadPk = thread?.threadPk ?? 0;
      const [head] = await bench.engine.log.heads([threadPk]);
      const cursor = `${head?.fence}.0`;
      assert.deepEqual(await check(threadPk, cursor), { ok: true, after: 0 });
      await bench.run('t', 'r', [event(1)]);
      assert.deepEqual(await check(threadPk, cursor), { ok: true, after: 0 });
    });

    it('accepts the head of a thread whose active run has written nothing yet', async () => {
      const { threadPk } = await bench.run('t', 'r1', [event(1), event(2)]);
      const { fence } = await bench.acquire('t', 'r2');
      assert.deepEqual(await check(threadPk, `${fence}.2`), { ok: true, after: 2 });
    });

    it('refuses what is no cursor', async () => {
      const { threadPk } = await bench.run('t', 'r');
      for (const text of [
        '',
        '1',
        '1.',
        '.1',
        'a.b',
        '1.1.1',
        '-1.1',
        '1.01',
        ' 1.1',
        '1e3.1',
        '9'.repeat(40),
      ]) {
        assert.deepEqual(await check(threadPk, text), { ok: false, reason: 'malformed' });
      }
    });

    it('refuses a place of another fence', async () => {
      const first = await bench.run('t', 'r1', [event(1), event(2)]);
      const second = await bench.run('t', 'r2', [event(3)]);
      for (const cursor of [`${second.fence}.1`, `${first.fence}.3`, `${second.fence + 7}.3`]) {
        assert.deepEqual(await check(first.threadPk, cursor), { ok: false, reason: 'fence' });
      }
    });

    it('waits for events that only the owner of the active run can have shown', async () => {
      const lease = await bench.acquire('t', 'r');
      await bench.append(lease, [event(1)]);
      const cursor = `${lease.fence}.5`;
      assert.deepEqual(await check(lease.threadPk, cursor), { ok: true, after: 5 });
      await bench.append(lease, [event(2)], { firstSeq: 2, close: SUCCEEDED });
      assert.deepEqual(await check(lease.threadPk, cursor), { ok: false, reason: 'ahead' });
    });

    it('refuses events that a former owner showed and never wrote', async () => {
      const old = await bench.run('t', 'r1', [event(1)]);
      await bench.acquire('t', 'r2');
      assert.deepEqual(await check(old.threadPk, `${old.fence}.2`), { ok: false, reason: 'ahead' });
    });

    it('refuses any cursor of a thread that is gone', async () => {
      const lease = await bench.run('t', 'r');
      await bench.engine.threads.remove(ALICE, 't');
      assert.equal((await check(lease.threadPk, `${lease.fence}.1`)).ok, false);
    });
  });
}
