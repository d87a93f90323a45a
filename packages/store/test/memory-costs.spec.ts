import { jest } from '@jest/globals';

import { MemoryOwners } from '../src/memory/memory-owners.js';
import { MemoryRun } from '../src/memory/memory-run.js';
import { MemoryThread } from '../src/memory/memory-thread.js';

const MANY = 500;

function threadOf(userId: string, threadPk: number): MemoryThread {
  const record = {
    threadPk,
    threadId: `t${threadPk}`,
    tenantId: '',
    userId,
    agentId: 'a',
    name: null,
    archived: false,
    createdAt: 0,
    updatedAt: 0,
    lastRunAt: null,
  };
  return new MemoryThread(record, 0);
}

function runOn(thread: MemoryThread, runPk: number): MemoryRun {
  const start = { runPk, runId: `r${runPk}`, agentId: 'a', parentRunId: null, startedAt: 0 };
  const { run } = thread.begin(start);
  thread.append(run, ['{"type":"RUN_STARTED"}', '{"type":"RUN_FINISHED"}'], []);
  thread.end(run, { status: 'succeeded' }, 0);
  return run;
}

describe('what the memory engine does for one run', () => {
  it('looks at no more threads for an eviction, however many there are', () => {
    const owners = new MemoryOwners();
    for (let pk = 1; pk <= MANY; pk += 1) owners.use(threadOf('', pk));
    let asked = 0;
    const victim = owners.victimByCount(() => {
      asked += 1;
      return true;
    });
    expect(victim?.threadPk).toBe(1);
    expect(asked).toBe(1);
  });

  it('compacts the runs that are due, and looks at no others of the thread', () => {
    const thread = threadOf('', 1);
    const runs = Array.from({ length: MANY }, (_, index) => runOn(thread, index));
    const looks = jest.spyOn(MemoryRun.prototype, 'compact');
    const [oldest] = runs;
    if (oldest !== undefined) thread.setDue(oldest);
    thread.compactDue();
    thread.compactDue();
    expect(looks).toHaveBeenCalledTimes(1);
    expect(thread.runs.filter(({ raw }) => raw === null)).toEqual([oldest]);
    looks.mockRestore();
  });
});

describe('owners of threads', () => {
  it('lose the least recently used thread of whoever has most, after any use', () => {
    const owners = new MemoryOwners();
    const [a1, a2, b1, b2] = [
      threadOf('a', 1),
      threadOf('a', 2),
      threadOf('b', 3),
      threadOf('b', 4),
    ];
    for (const thread of [a1, a2, b1, b2]) owners.use(thread);
    owners.use(a1);
    const free = () => true;
    // Of two with as many threads, the one that was active longest ago.
    expect(owners.victimByCount(free)).toBe(b1);
    owners.use(b2);
    expect(owners.victimByCount(free)).toBe(a2);
    owners.remove(a2);
    expect(owners.victimByCount(free)).toBe(b1);
    expect(owners.victimByCount((thread) => thread === a1)).toBe(a1);
    owners.remove(b1);
    owners.remove(b2);
    owners.remove(a1);
    expect(owners.victimByCount(free)).toBeNull();
  });
});
