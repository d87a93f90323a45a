import assert from 'node:assert/strict';

import type { Scope, ThreadQuery } from '@flightdeck/store';

import type { TestApi } from './test-api.js';
import { ACME, ALICE, BOB, STRANGER, SUCCEEDED, event } from './thread-store-contract-support.js';
import type { StoreBench } from './thread-store-contract-support.js';

export function listCases({ describe, it }: TestApi, bench: StoreBench): void {
  const threads = () => bench.engine.threads;

  async function list(query: Partial<ThreadQuery> = {}, scope: Scope = ALICE): Promise<string[]> {
    const page = await threads().list(scope, { limit: 50, ...query });
    return page.threads.map(({ threadId }) => threadId);
  }

  async function runs(...threadIds: readonly string[]): Promise<void> {
    for (const threadId of threadIds) {
      await bench.run(threadId, 'r');
      // The order is by time: two runs within a millisecond may come in either order.
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  describe('thread list', () => {
    it('leaves out threads that never ran', async () => {
      await threads().ensure(ALICE, { threadId: 'idle', agentId: 'agent' });
      await runs('used');
      assert.deepEqual(await list(), ['used']);
    });

    it('shows when and by which agent a thread ran last', async () => {
      await threads().ensure(ALICE, { threadId: 't', agentId: 'first' });
      const before = Date.now() - 5_000;
      await bench.run('t', 'r');
      const [thread] = (await threads().list(ALICE, { limit: 1 })).threads;
      assert.equal(thread?.agentId, 'agent');
      assert.ok(thread.lastRunAt !== null && thread.lastRunAt > before);
    });

    it('puts the latest activity first', async () => {
      await runs('a', 'b', 'c');
      assert.deepEqual(await list(), ['c', 'b', 'a']);
    });

    it('moves a thread to the front when it runs, not when it is renamed', async () => {
      await runs('a', 'b', 'c');
      await threads().update(ALICE, 'a', { name: 'renamed' });
      assert.deepEqual(await list(), ['c', 'b', 'a']);
      await bench.run('b', 'r2');
      assert.deepEqual(await list(), ['b', 'c', 'a']);
    });

    it('shows a thread as soon as its first run begins', async () => {
      const lease = await bench.acquire('t', 'r');
      assert.deepEqual(await list(), ['t']);
      await bench.append(lease, [event(1)], { close: SUCCEEDED });
    });

    it('shows a user nothing but their own threads', async () => {
      await runs('a');
      await bench.run('b', 'r', [event(1)], BOB);
      await bench.run('c', 'r', [event(1)], ACME);
      await bench.run('d', 'r', [event(1)], STRANGER);
      assert.deepEqual(await list(), ['a']);
      assert.deepEqual(await list({}, BOB), ['b']);
      assert.deepEqual(await list({}, STRANGER), ['d']);
    });

    it('shows a scope without a user the whole tenant', async () => {
      await runs('a');
      await bench.run('b', 'r', [event(1)], BOB);
      await bench.run('d', 'r', [event(1)], STRANGER);
      assert.deepEqual((await list({}, ACME)).toSorted(), ['a', 'b']);
    });

    it('filters by the agent of the last run', async () => {
      await runs('a', 'b');
      const request = { threadId: 'b', runId: 'r2', agentId: 'other' };
      await bench.engine.coordinator.acquire(ALICE, request);
      assert.deepEqual(await list({ agentId: 'agent' }), ['a']);
      assert.deepEqual(await list({ agentId: 'other' }), ['b']);
      assert.deepEqual(await list({ agentId: 'nobody' }), []);
    });

    it('hides archived threads unless they are asked for', async () => {
      await runs('a', 'b');
      await threads().update(ALICE, 'a', { archived: true });
      assert.deepEqual(await list(), ['b']);
      assert.deepEqual(await list({ archived: 'no' }), ['b']);
      assert.deepEqual(await list({ archived: 'only' }), ['a']);
      assert.deepEqual(await list({ archived: 'all' }), ['b', 'a']);
    });

    it('pages through all threads, each of them once', async () => {
      const ids = Array.from({ length: 7 }, (_, index) => `t${index}`);
      for (const id of ids) await bench.run(id, 'r');
      const seen: string[] = [];
      let cursor: string | undefined;
      let pages = 0;
      do {
        const query = { limit: 3, ...(cursor === undefined ? {} : { cursor }) };
        const page = await threads().list(ALICE, query);
        seen.push(...page.threads.map(({ threadId }) => threadId));
        cursor = page.nextCursor ?? undefined;
        pages += 1;
      } while (cursor !== undefined);
      assert.equal(pages, 3);
      assert.deepEqual(seen.toSorted(), ids);
    });

    it('has no next page when the last one is exactly full', async () => {
      await runs('a', 'b');
      assert.equal((await threads().list(ALICE, { limit: 2 })).nextCursor, null);
      assert.notEqual((await threads().list(ALICE, { limit: 1 })).nextCursor, null);
    });

    it('goes on behind the page before, whatever happened at the front meanwhile', async () => {
      await runs('a', 'b', 'c');
      const { nextCursor } = await threads().list(ALICE, { limit: 2 });
      await runs('d');
      assert.ok(nextCursor !== null);
      assert.deepEqual(await list({ cursor: nextCursor }), ['a']);
    });

    it('refuses a cursor that it did not make', async () => {
      await runs('a');
      for (const cursor of [
        '',
        'x',
        '%%%',
        btoa('[1]'),
        btoa('{}'),
        btoa('[1,"a"]'),
        'a'.repeat(9_999),
      ]) {
        await assert.rejects(threads().list(ALICE, { limit: 1, cursor }), {
          code: 'invalid_cursor',
        });
      }
    });

    it('makes cursors that need no escaping in a URL', async () => {
      await runs('a', 'b');
      const { nextCursor } = await threads().list(ALICE, { limit: 1 });
      assert.match(nextCursor ?? '', /^[\w.~-]+$/);
    });
  });
}
