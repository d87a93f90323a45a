import assert from 'node:assert/strict';

import type { TestApi } from './test-api.js';
import { ACME, ALICE, BOB, STRANGER, event } from './thread-store-contract-support.js';
import type { StoreBench } from './thread-store-contract-support.js';

export function threadCases({ describe, it }: TestApi, bench: StoreBench): void {
  const threads = () => bench.engine.threads;
  const named = (threadId: string) => ({ threadId, agentId: 'agent' });

  describe('threads', () => {
    it('creates a thread that is not there', async () => {
      const made = await threads().ensure(ALICE, named('t'));
      assert.ok(made);
      const { thread, created } = made;
      assert.equal(created, true);
      assert.deepEqual(
        [thread.threadId, thread.tenantId, thread.userId, thread.agentId],
        ['t', 'acme', 'alice', 'agent'],
      );
      assert.deepEqual([thread.name, thread.archived, thread.lastRunAt], [null, false, null]);
      assert.deepEqual(await threads().get(ALICE, 't'), thread);
    });

    it('gives a new thread its name', async () => {
      const made = await threads().ensure(ALICE, { ...named('t'), name: 'Trip' });
      assert.equal(made?.thread.name, 'Trip');
    });

    it('finds a thread that is there, as it is', async () => {
      const first = await threads().ensure(ALICE, { ...named('t'), name: 'Trip' });
      const second = await threads().ensure(ALICE, { threadId: 't', agentId: 'b', name: 'X' });
      assert.deepEqual(second, { thread: first?.thread, created: false });
    });

    it('creates a thread only once when many ask at the same time', async () => {
      const asked = Array.from({ length: 10 }, () => threads().ensure(ALICE, named('t')));
      const answers = await Promise.all(asked);
      assert.equal(answers.filter((answer) => answer?.created).length, 1);
      assert.equal(new Set(answers.map((answer) => answer?.thread.threadPk)).size, 1);
    });

    it('neither gives nor creates a thread that belongs to somebody else', async () => {
      await threads().ensure(ALICE, named('t'));
      assert.equal(await threads().ensure(BOB, named('t')), null);
      assert.equal((await threads().get(ACME, 't'))?.userId, 'alice');
    });

    it('creates a thread without an owner for a scope without a user', async () => {
      const made = await threads().ensure(ACME, named('t'));
      assert.equal(made?.thread.userId, '');
      assert.equal(await threads().get(ALICE, 't'), null);
    });

    it('lets a scope without a user see every thread of the tenant', async () => {
      await threads().ensure(ALICE, named('a'));
      await threads().ensure(BOB, named('b'));
      assert.equal((await threads().get(ACME, 'a'))?.userId, 'alice');
      assert.equal((await threads().ensure(ACME, named('b')))?.created, false);
    });

    it('keeps the same id apart in two tenants', async () => {
      const ours = await threads().ensure(ALICE, named('t'));
      const theirs = await threads().ensure(STRANGER, named('t'));
      assert.equal(theirs?.created, true);
      assert.notEqual(ours?.thread.threadPk, theirs?.thread.threadPk);
    });

    it('answers a foreign thread as a missing one', async () => {
      await threads().ensure(ALICE, named('t'));
      for (const scope of [BOB, STRANGER, { ...STRANGER, userId: null }]) {
        assert.equal(await threads().get(scope, 't'), null);
        assert.equal(await threads().update(scope, 't', { name: 'mine' }), null);
        assert.equal(await threads().remove(scope, 't'), false);
      }
      assert.equal((await threads().get(ALICE, 't'))?.name, null);
    });

    it('knows which ids are taken by somebody else', async () => {
      await threads().ensure(ALICE, named('t'));
      assert.equal(await threads().isForeign(BOB, 't'), true);
      assert.equal(await threads().isForeign(ALICE, 't'), false);
      assert.equal(await threads().isForeign(ACME, 't'), false);
      assert.equal(await threads().isForeign(STRANGER, 't'), false);
      assert.equal(await threads().isForeign(BOB, 'unknown'), false);
    });

    it('takes names and ids of any kind literally', async () => {
      for (const threadId of ["'; drop table threads; --", '%', '__proto__', '日本', 'a/b c']) {
        const made = await threads().ensure(ALICE, { ...named(threadId), name: threadId });
        assert.equal(made?.created, true);
        assert.equal((await threads().get(ALICE, threadId))?.name, threadId);
      }
    });

    it('renames, and takes the name away again', async () => {
      await threads().ensure(ALICE, named('t'));
      const renamed = await threads().update(ALICE, 't', { name: 'Trip' });
      assert.equal(renamed?.name, 'Trip');
      assert.deepEqual(await threads().get(ALICE, 't'), renamed);
      assert.equal((await threads().update(ALICE, 't', { name: null }))?.name, null);
    });

    it('archives and restores without touching the name', async () => {
      await threads().ensure(ALICE, { ...named('t'), name: 'Trip' });
      const archived = await threads().update(ALICE, 't', { archived: true });
      assert.deepEqual([archived?.archived, archived?.name], [true, 'Trip']);
      assert.equal((await threads().update(ALICE, 't', { archived: false }))?.archived, false);
    });

    it('keeps metadata as it was given', async () => {
      await threads().ensure(ALICE, named('t'));
      const metadata = { tags: ['a', { b: null }], text: 'ü\u0000"' };
      await threads().update(ALICE, 't', { metadata });
      metadata.tags.push('later');
      const expected = { tags: ['a', { b: null }], text: 'ü\u0000"' };
      assert.deepEqual((await threads().get(ALICE, 't'))?.metadata, expected);
    });

    it('updates and removes nothing that is not there', async () => {
      assert.equal(await threads().get(ALICE, 't'), null);
      assert.equal(await threads().update(ALICE, 't', { name: 'x' }), null);
      assert.equal(await threads().remove(ALICE, 't'), false);
    });

    it('removes a thread with its log', async () => {
      const { threadPk } = await bench.run('t', 'r');
      assert.equal(await threads().remove(ALICE, 't'), true);
      assert.equal(await threads().remove(ALICE, 't'), false);
      assert.equal(await threads().get(ALICE, 't'), null);
      assert.deepEqual((await threads().list(ALICE, { limit: 10 })).threads, []);
      assert.deepEqual(await bench.readAll(threadPk), []);
      assert.deepEqual(await bench.history(threadPk), []);
      assert.deepEqual(await bench.engine.log.heads([threadPk]), []);
    });

    it('begins anew under the id of a removed thread', async () => {
      const old = await bench.run('t', 'r', [event(1), event(2)]);
      await threads().remove(ALICE, 't');
      const { threadPk } = await bench.run('t', 'r', [event(3), event(4)]);
      assert.deepEqual(await bench.readAll(threadPk), [
        [1, event(3)],
        [2, event(4)],
      ]);
      // A position in the removed thread must not be taken for one in the new thread.
      const verdict = await bench.engine.log.checkCursor(threadPk, `${old.fence}.1`);
      assert.equal(verdict.ok, false);
    });

    it('clears the threads of a user only', async () => {
      await bench.run('a1', 'r');
      await threads().ensure(ALICE, named('a2'));
      await bench.run('b', 'r', [event(1)], BOB);
      await bench.run('a1', 'r', [event(1)], STRANGER);
      assert.equal(await threads().clear(ALICE), 2);
      assert.equal(await threads().clear(ALICE), 0);
      assert.notEqual(await threads().get(BOB, 'b'), null);
      assert.notEqual(await threads().get(STRANGER, 'a1'), null);
    });

    it('clears a whole tenant', async () => {
      await bench.run('a', 'r');
      await bench.run('b', 'r', [event(1)], BOB);
      await bench.run('a', 'r', [event(1)], STRANGER);
      assert.equal(await threads().clear(ACME), 2);
      assert.deepEqual((await threads().list(ACME, { limit: 10 })).threads, []);
      assert.notEqual(await threads().get(STRANGER, 'a'), null);
    });
  });
}
