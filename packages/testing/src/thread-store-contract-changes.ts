import assert from 'node:assert/strict';

import type { Scope } from '@flightdeck/store';

import type { TestApi } from './test-api.js';
import { ACME, ALICE, BOB, STRANGER, event } from './thread-store-contract-support.js';
import type { StoreBench } from './thread-store-contract-support.js';

export function changeCases({ describe, it }: TestApi, bench: StoreBench): void {
  const threads = () => bench.engine.threads;
  const named = (threadId: string) => ({ threadId, agentId: 'agent' });

  async function kinds(scope: Scope = ALICE): Promise<string[]> {
    const { changes } = await threads().changesSince(scope, 0, 100);
    return changes.map(({ metaSeq, kind, threadId }) => `${metaSeq} ${kind} ${threadId}`);
  }

  describe('metadata changes', () => {
    it('begins with none', async () => {
      assert.deepEqual(await threads().changesSince(ALICE, 0, 10), {
        changes: [],
        head: 0,
        truncated: false,
      });
    });

    it('numbers every change of a user’s threads without a gap', async () => {
      await threads().ensure(ALICE, named('a'));
      await threads().update(ALICE, 'a', { name: 'x' });
      await threads().update(ALICE, 'a', { archived: true });
      await threads().update(ALICE, 'a', { archived: false });
      await threads().update(ALICE, 'a', { metadata: { k: 1 } });
      await threads().ensure(ALICE, named('b'));
      await threads().remove(ALICE, 'a');
      assert.deepEqual(await kinds(), [
        '1 created a',
        '2 renamed a',
        '3 archived a',
        '4 unarchived a',
        '5 updated a',
        '6 created b',
        '7 deleted a',
      ]);
    });

    it('tells which run has begun on which thread', async () => {
      const first = await bench.run('t', 'r1');
      const second = await bench.run('t', 'r2');
      assert.deepEqual(await kinds(), ['1 created t', '2 updated t']);
      const { changes } = await threads().changesSince(ALICE, 0, 10);
      assert.deepEqual(
        changes.map(({ run }) => run),
        [
          { runId: 'r1', agentId: 'agent', cursor: `${first.fence}.0` },
          { runId: 'r2', agentId: 'agent', cursor: `${second.fence}.1` },
        ],
      );
      const lastRunAt = (await threads().get(ALICE, 't'))?.lastRunAt;
      assert.equal(changes[1]?.thread?.lastRunAt, lastRunAt);
    });

    it('tells of no run that was refused', async () => {
      await bench.acquire('t', 'r1');
      const request = { threadId: 't', runId: 'r2', agentId: 'agent' };
      assert.equal((await bench.engine.coordinator.acquire(ALICE, request)).kind, 'busy');
      assert.deepEqual(await kinds(), ['1 created t']);
    });

    it('tells what the thread looks like after the change, and nothing once it is deleted', async () => {
      await threads().ensure(ALICE, named('t'));
      const renamed = await threads().update(ALICE, 't', { name: 'x' });
      await threads().remove(ALICE, 't');
      const { changes } = await threads().changesSince(ALICE, 0, 10);
      assert.deepEqual(changes[1]?.thread, renamed);
      assert.equal(changes[2]?.thread, null);
    });

    it('tells only what came after the given number, and no more than asked for', async () => {
      for (const id of ['a', 'b', 'c', 'd']) await threads().ensure(ALICE, named(id));
      const { changes, head, truncated } = await threads().changesSince(ALICE, 1, 2);
      assert.deepEqual(
        [changes.map(({ metaSeq }) => metaSeq), head, truncated],
        [[2, 3], 4, false],
      );
      const rest = await threads().changesSince(ALICE, 4, 2);
      assert.deepEqual(rest, { changes: [], head: 4, truncated: false });
    });

    it('counts for every user separately', async () => {
      await threads().ensure(ALICE, named('a'));
      await threads().ensure(BOB, named('b'));
      await threads().ensure(STRANGER, named('c'));
      assert.deepEqual(await kinds(BOB), ['1 created b']);
      assert.deepEqual(await kinds(STRANGER), ['1 created c']);
    });

    it('tells the owner of what somebody with a wider scope did', async () => {
      await threads().ensure(ALICE, named('t'));
      await threads().update({ ...ALICE, userId: null }, 't', { name: 'by admin' });
      assert.deepEqual(await kinds(), ['1 created t', '2 renamed t']);
    });

    it('forgets those of a user who is erased, and uses none of their numbers again', async () => {
      await bench.run('a', 'r');
      await threads().update(ALICE, 'a', { name: 'secret' });
      await bench.run('b', 'r', [event(1)], BOB);
      const { head } = await threads().changesSince(ALICE, 0, 10);
      assert.equal(await threads().erase(ALICE), 1);
      assert.equal(await threads().get(ALICE, 'a'), null);
      const erased = await threads().changesSince(ALICE, 0, 10);
      assert.deepEqual([erased.changes, erased.truncated], [[], true]);
      await threads().ensure(ALICE, named('c'));
      const next = await threads().changesSince(ALICE, 0, 10);
      assert.deepEqual(
        next.changes.map(({ kind, threadId }) => `${kind} ${threadId}`),
        ['created c'],
      );
      assert.ok(next.head > head);
      assert.deepEqual(await kinds(BOB), ['1 created b']);
    });

    it('forgets those of a whole tenant that is erased', async () => {
      await bench.run('a', 'r');
      await bench.run('b', 'r', [event(1)], BOB);
      await bench.run('c', 'r', [event(1)], STRANGER);
      assert.equal(await threads().erase(ACME), 2);
      for (const scope of [ALICE, BOB]) assert.deepEqual(await kinds(scope), []);
      assert.deepEqual(await kinds(STRANGER), ['1 created c']);
    });

    it('tells of every thread that a clear removes', async () => {
      await bench.run('a', 'r');
      await bench.run('b', 'r', [event(1)]);
      await threads().clear(ALICE);
      const { changes } = await threads().changesSince(ALICE, 2, 10);
      assert.deepEqual(
        changes.map(({ kind }) => kind),
        ['deleted', 'deleted'],
      );
    });
  });
}
