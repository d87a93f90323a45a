import assert from 'node:assert/strict';

import type { Scope, StopRequest } from '@flightdeck/store';

import type { TestApi } from './test-api.js';
import { ACME, ALICE, BOB, STRANGER, event } from './thread-store-contract-support.js';
import type { StoreBench } from './thread-store-contract-support.js';

export function stopCases({ describe, it }: TestApi, bench: StoreBench): void {
  const stop = (request: Partial<StopRequest> = {}, scope: Scope = ALICE) =>
    bench.engine.coordinator.requestStop(scope, { threadId: 't', ...request });

  describe('stopping', () => {
    it('tells the holder of the lease to stop', async () => {
      const lease = await bench.acquire('t', 'r');
      assert.deepEqual(await stop(), { kind: 'stopping', runId: 'r' });
      await bench.eventually(() => assert.equal(lease.signal.reason, 'stop'));
    });

    it('calls back whoever asked for it, before and afterwards', async () => {
      const lease = await bench.acquire('t', 'r');
      const told: string[] = [];
      lease.onEnd((reason) => void told.push(`first ${reason}`));
      lease.onEnd((reason) => void told.push(`second ${reason}`));
      assert.equal(told.length, 0);
      await stop({ reason: 'superseded' });
      await bench.eventually(() => assert.equal(told.length, 2));
      lease.onEnd((reason) => void told.push(`late ${reason}`));
      assert.equal(told.join(', '), 'first superseded, second superseded, late superseded');
      assert.equal(lease.signal.reason, 'superseded');
    });

    it('tells the holder when another run takes its place', async () => {
      const lease = await bench.acquire('t', 'r');
      await stop({ reason: 'superseded' });
      await bench.eventually(() => assert.equal(lease.signal.reason, 'superseded'));
    });

    it('tells it with the next append as well', async () => {
      const lease = await bench.acquire('t', 'r');
      await stop();
      const outcome = await bench.append(lease, [event(1)]);
      assert.deepEqual(outcome, { kind: 'ok', durableSeq: 1, stopRequested: true });
    });

    it('leaves it to the holder to end the run', async () => {
      const lease = await bench.acquire('t', 'r');
      await stop();
      const busy = await bench.engine.coordinator.acquire(ALICE, {
        threadId: 't',
        runId: 'r2',
        agentId: 'agent',
      });
      assert.equal(busy.kind, 'busy');
      await bench.append(lease, [event(1)], { close: { status: 'stopped' } });
      const next = await bench.acquire('t', 'r2');
      assert.equal(next.signal.aborted, false);
      const outcome = await bench.append(next, [event(2)]);
      assert.deepEqual(outcome, { kind: 'ok', durableSeq: 2, stopRequested: false });
    });

    it('says so when the run is stopping already, and keeps the first reason', async () => {
      const lease = await bench.acquire('t', 'r');
      await stop();
      assert.deepEqual(await stop({ reason: 'superseded' }), {
        kind: 'already-stopping',
        runId: 'r',
      });
      await bench.eventually(() => assert.equal(lease.signal.reason, 'stop'));
    });

    it('stops the run that is named, and no other', async () => {
      const lease = await bench.acquire('t', 'r');
      assert.deepEqual(await stop({ runId: 'former' }), { kind: 'other-run', runId: 'r' });
      assert.equal(lease.signal.aborted, false);
      assert.deepEqual(await stop({ runId: 'r' }), { kind: 'stopping', runId: 'r' });
    });

    it('has nothing to stop on an idle thread', async () => {
      await bench.run('t', 'r');
      assert.deepEqual(await stop(), { kind: 'not-running' });
      assert.deepEqual(await stop({ runId: 'r' }), { kind: 'not-running' });
    });

    it('answers a foreign thread as a missing one', async () => {
      const lease = await bench.acquire('t', 'r');
      assert.deepEqual(await stop({ threadId: 'unknown' }), { kind: 'not-found' });
      assert.deepEqual(await stop({}, BOB), { kind: 'not-found' });
      assert.deepEqual(await stop({}, STRANGER), { kind: 'not-found' });
      assert.equal(lease.signal.aborted, false);
    });

    it('lets a scope without a user stop any run of the tenant', async () => {
      await bench.acquire('t', 'r');
      assert.deepEqual(await stop({}, ACME), { kind: 'stopping', runId: 'r' });
    });

    it('stops no run of another thread', async () => {
      const other = await bench.acquire('other', 'r');
      await bench.acquire('t', 'r');
      await stop();
      assert.equal(other.signal.aborted, false);
    });
  });
}
