import assert from 'node:assert/strict';

import type { Scope } from '@flightdeck/store';

import type { TestApi } from './test-api.js';
import { ACME, ALICE, BOB, STRANGER, SUCCEEDED, event } from './thread-store-contract-support.js';
import type { StoreBench } from './thread-store-contract-support.js';

export function coordinatorCases({ describe, it }: TestApi, bench: StoreBench): void {
  const coordinator = () => bench.engine.coordinator;
  const acquire = (threadId: string, runId: string, scope: Scope = ALICE) =>
    coordinator().acquire(scope, { threadId, runId, agentId: 'agent' });

  describe('leases', () => {
    it('gives a new thread to its first run', async () => {
      const lease = await bench.acquire('t', 'r');
      assert.equal(lease.firstSeq, 1);
      assert.equal(lease.signal.aborted, false);
      const thread = await bench.engine.threads.get(ALICE, 't');
      assert.equal(thread?.threadPk, lease.threadPk);
      assert.equal(thread.userId, 'alice');
    });

    it('records what the run was asked for', async () => {
      const request = { threadId: 't', runId: 'r', agentId: 'a', parentRunId: 'p' };
      const result = await coordinator().acquire(ALICE, request);
      assert.ok(result.kind === 'acquired');
      const [history] = await bench.history(result.lease.threadPk);
      assert.ok(history);
      const { runId, agentId, parentRunId, status, fence } = history.run;
      assert.deepEqual(
        { runId, agentId, parentRunId, status, fence },
        {
          runId: 'r',
          agentId: 'a',
          parentRunId: 'p',
          status: 'running',
          fence: result.lease.fence,
        },
      );
    });

    it('gives a thread to one run at a time', async () => {
      const { threadPk } = await bench.acquire('t', 'r1');
      assert.deepEqual(await acquire('t', 'r2'), { kind: 'busy', threadPk, activeRunId: 'r1' });
    });

    it('gives a thread to exactly one of many that ask together', async () => {
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) => acquire('t', `r${index}`)),
      );
      const kinds = results.map(({ kind }) => kind);
      assert.equal(kinds.filter((kind) => kind === 'acquired').length, 1);
      assert.equal(kinds.filter((kind) => kind === 'busy').length, 19);
    });

    it('gives the thread on under a higher fence once the run has ended', async () => {
      const first = await bench.run('t', 'r1', [event(1), event(2)]);
      const second = await bench.acquire('t', 'r2');
      assert.ok(second.fence > first.fence);
      assert.equal(second.firstSeq, 3);
      assert.equal(second.threadPk, first.threadPk);
      assert.notEqual(second.runPk, first.runPk);
    });

    it('does not run the same run twice on a thread', async () => {
      const lease = await bench.acquire('t', 'r');
      assert.deepEqual(await acquire('t', 'r'), { kind: 'duplicate-run', status: 'running' });
      await bench.append(lease, [event(1)], { close: { status: 'failed' } });
      assert.deepEqual(await acquire('t', 'r'), { kind: 'duplicate-run', status: 'failed' });
    });

    it('allows the same run id on another thread', async () => {
      await bench.run('t', 'r');
      assert.equal((await acquire('u', 'r')).kind, 'acquired');
    });

    it('keeps threads of other people out of reach', async () => {
      const lease = await bench.acquire('t', 'r');
      assert.deepEqual(await acquire('t', 'r', BOB), { kind: 'not-found' });
      await bench.append(lease, [event(1)], { close: SUCCEEDED });
      assert.deepEqual(await acquire('t', 'r2', BOB), { kind: 'not-found' });
    });

    it('keeps the same thread id of two tenants apart', async () => {
      const ours = await bench.acquire('t', 'r');
      const theirs = await bench.acquire('t', 'r', STRANGER);
      assert.notEqual(ours.threadPk, theirs.threadPk);
    });

    it('lets a scope without a user run on any thread of the tenant, without taking it over', async () => {
      await bench.run('t', 'r1');
      await bench.run('t', 'r2', [event(2)], ACME);
      assert.equal((await bench.engine.threads.get(ALICE, 't'))?.userId, 'alice');
    });

    it('gives a thread that was created before its first run', async () => {
      await bench.engine.threads.ensure(ALICE, { threadId: 't', agentId: 'x', name: 'Trip' });
      await bench.run('t', 'r');
      assert.equal((await bench.engine.threads.get(ALICE, 't'))?.name, 'Trip');
    });

    it('fences off the active run of a thread that is removed', async () => {
      const lease = await bench.acquire('t', 'r');
      await bench.append(lease, [event(1)]);
      await bench.engine.threads.remove(ALICE, 't');
      await bench.eventually(() => assert.equal(lease.signal.reason, 'fenced'));
      assert.equal((await bench.append(lease, [event(2)], { firstSeq: 2 })).kind, 'fenced');
      assert.equal((await bench.append(lease, [event(1)])).kind, 'fenced');
      assert.equal((await acquire('t', 'r')).kind, 'acquired');
    });

    it('fences off active runs of threads that are cleared', async () => {
      const lease = await bench.acquire('t', 'r');
      await bench.engine.threads.clear(ALICE);
      await bench.eventually(() => assert.equal(lease.signal.reason, 'fenced'));
    });
  });

  describe('draining', () => {
    it('is over at once when nothing runs, and gives no thread away any more', async () => {
      await bench.run('t', 'r1');
      await coordinator().drain(60_000);
      assert.deepEqual(await acquire('t', 'r2'), { kind: 'draining' });
      assert.deepEqual(await acquire('new', 'r'), { kind: 'draining' });
    });

    it('refuses new runs from the first moment', async () => {
      const lease = await bench.acquire('t', 'r1');
      const drained = coordinator().drain(60_000);
      assert.deepEqual(await acquire('other', 'r'), { kind: 'draining' });
      await bench.append(lease, [event(1)], { close: SUCCEEDED });
      await drained;
    });

    it('waits for active runs and lets them finish', async () => {
      const one = await bench.acquire('one', 'r');
      const two = await bench.acquire('two', 'r');
      let over = false;
      const drained = coordinator()
        .drain(60_000)
        .then(() => (over = true));
      await bench.append(one, [event(1)], { close: SUCCEEDED });
      assert.equal(over, false);
      assert.equal(two.signal.aborted, false);
      await bench.append(two, [event(1)], { close: SUCCEEDED });
      await drained;
      assert.equal(one.signal.aborted, false);
    });

    it('aborts what still runs after the grace time and waits for its last event', async () => {
      const lease = await bench.acquire('t', 'r');
      lease.signal.addEventListener('abort', () => {
        void bench.append(lease, [event(1)], { close: { status: 'failed' } });
      });
      await coordinator().drain(20);
      assert.equal(lease.signal.reason, 'shutdown');
      const [head] = await bench.engine.log.heads([lease.threadPk]);
      assert.equal(head?.activeRunId, null);
    });
  });
}
