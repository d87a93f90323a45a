import assert from 'node:assert/strict';

import type { TestApi } from './test-api.js';
import { ALICE, BOB, STRANGER } from './thread-store-contract-support.js';
import type { StoreBench } from './thread-store-contract-support.js';

export function busCases({ describe, it }: TestApi, bench: StoreBench): void {
  const bus = () => bench.engine.bus;
  const threads = () => bench.engine.threads;

  function fail(): never {
    throw new Error('a listener that fails');
  }

  describe('bus', () => {
    it('hands a hint to every follower of the thread', async () => {
      const { threadPk } = await bench.acquire('t', 'r');
      const heard: string[] = [];
      bus().follow(threadPk, (seq) => heard.push(`one ${seq}`));
      bus().follow(threadPk, (seq) => heard.push(`two ${seq}`));
      bus().hint(threadPk, 7);
      await bench.eventually(() => assert.deepEqual(heard.toSorted(), ['one 7', 'two 7']));
    });

    it('hands it to no follower of another thread', async () => {
      const one = await bench.acquire('one', 'r');
      const two = await bench.acquire('two', 'r');
      const heard: string[] = [];
      bus().follow(one.threadPk, () => heard.push('one'));
      bus().follow(two.threadPk, () => heard.push('two'));
      bus().hint(two.threadPk, 1);
      await bench.eventually(() => assert.deepEqual(heard, ['two']));
    });

    it('says nothing to who has left, and lets them leave twice', async () => {
      const { threadPk } = await bench.acquire('t', 'r');
      const heard: string[] = [];
      const leave = bus().follow(threadPk, () => heard.push('gone'));
      bus().follow(threadPk, () => heard.push('here'));
      leave();
      leave();
      bus().hint(threadPk, 1);
      await bench.eventually(() => assert.deepEqual(heard, ['here']));
    });

    it('counts a listener that follows twice as two', async () => {
      const { threadPk } = await bench.acquire('t', 'r');
      let calls = 0;
      const listen = (): void => void (calls += 1);
      const leave = bus().follow(threadPk, listen);
      bus().follow(threadPk, listen);
      leave();
      leave();
      bus().hint(threadPk, 1);
      await bench.eventually(() => assert.equal(calls, 1));
    });

    it('is not disturbed by a listener that throws', async () => {
      const { threadPk } = await bench.acquire('t', 'r');
      const heard: number[] = [];
      bus().follow(threadPk, fail);
      bus().follow(threadPk, (seq) => heard.push(seq));
      bus().hint(threadPk, 1);
      await bench.eventually(() => assert.deepEqual(heard, [1]));
    });

    it('wakes the followers of a thread that is removed', async () => {
      const { threadPk } = await bench.run('t', 'r');
      const heard: number[] = [];
      bus().follow(threadPk, (seq) => heard.push(seq));
      await threads().remove(ALICE, 't');
      await bench.eventually(() => assert.ok((heard[0] ?? 0) > 1));
    });

    it('takes a hint that nobody waits for', () => {
      bus().hint(987_654, 1);
    });

    it('tells the owner how far the changes of their threads reach', async () => {
      let heard = 0;
      bus().followMeta(ALICE, fail);
      bus().followMeta(ALICE, (metaSeq) => (heard = Math.max(heard, metaSeq)));
      await threads().ensure(ALICE, { threadId: 't', agentId: 'agent' });
      await threads().update(ALICE, 't', { name: 'x' });
      await threads().remove(ALICE, 't');
      const { head } = await threads().changesSince(ALICE, 0, 10);
      assert.equal(head, 3);
      await bench.eventually(() => assert.equal(heard, head));
    });

    it('tells nobody else', async () => {
      const heard: string[] = [];
      bus().followMeta(BOB, () => heard.push('bob'));
      bus().followMeta(STRANGER, () => heard.push('stranger'));
      bus().followMeta(ALICE, () => heard.push('alice'));
      await threads().ensure(ALICE, { threadId: 't', agentId: 'agent' });
      await bench.eventually(() => assert.deepEqual(heard, ['alice']));
    });

    it('tells nothing to who has left', async () => {
      const heard: string[] = [];
      const leave = bus().followMeta(ALICE, () => heard.push('gone'));
      bus().followMeta(ALICE, () => heard.push('here'));
      leave();
      leave();
      await threads().ensure(ALICE, { threadId: 't', agentId: 'agent' });
      await bench.eventually(() => assert.deepEqual(heard, ['here']));
    });

    it('lets who waits for interruptions leave', () => {
      const leave = bus().onInterruption(() => undefined);
      leave();
      leave();
    });

    it('closes more than once', async () => {
      await bench.engine.close();
      await bench.engine.close();
    });
  });
}
