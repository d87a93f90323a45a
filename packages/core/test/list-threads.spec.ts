import { describe, expect, it } from '@jest/globals';
import { memoryThreads } from '@flightdeck/store';
import { jsonOf, ScriptedAgent } from '@flightdeck/testing';
import { createFaultBench } from './support/fault-bench.js';

describe('a page of the thread list', () => {
  it.each([
    ['', 50],
    ['?limit=', 50],
    ['?limit=1', 1],
    ['?limit=200', 200],
    ['?limit=201', 200],
  ])('that is asked for by %j has at most %d threads', async (query, limit) => {
    const store = memoryThreads();
    const list = store.threads.list.bind(store.threads);
    const limits: number[] = [];
    store.threads.list = (scope, wanted) => {
      limits.push(wanted.limit);
      return list(scope, wanted);
    };
    const { rest } = createFaultBench({
      agents: { default: new ScriptedAgent() },
      threads: store,
      environment: 'development',
    });
    await jsonOf(await rest.request(`/threads${query}`));
    expect(limits).toEqual([limit]);
  });
});
