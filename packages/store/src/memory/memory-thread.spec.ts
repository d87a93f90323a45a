import type { ThreadRecord } from '../records.js';
import { MemoryThread } from './memory-thread.js';

const RECORD = {
  threadPk: 1,
  tenantId: '',
  userId: null,
  threadId: 't',
} as unknown as ThreadRecord;
const delta = (text: string): string =>
  JSON.stringify({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: text });

function threadOf(...runs: readonly string[]): MemoryThread {
  const thread = new MemoryThread(RECORD, 0);
  for (const [index, runId] of runs.entries()) {
    const start = { runPk: index, runId, agentId: 'a', parentRunId: null, startedAt: 0 };
    const { run } = thread.begin(start);
    thread.append(run, [delta('one'), delta('two')], []);
    thread.end(run, { status: 'succeeded' }, 1);
    thread.setDue(run);
  }
  return thread;
}

describe('the size of a thread', () => {
  it('is that of its compacted runs', () => {
    const thread = threadOf('r1', 'r2');
    thread.compactDue();
    expect(thread.bytes).toBe(2 * delta('onetwo').length);
  });

  it('does not count what was dropped before its turn to be compacted', () => {
    const thread = threadOf('r1', 'r2', 'r3');
    thread.dropOldestRun();
    thread.dropOldestRun();
    thread.compactDue();
    expect(thread.bytes).toBe(delta('onetwo').length);
    thread.dropOldestRun();
    expect(thread.bytes).toBe(0);
  });
});

describe('a run that cannot be compacted', () => {
  it('is kept and ended all the same', () => {
    const thread = new MemoryThread(RECORD, 0);
    const start = { runPk: 1, runId: 'r', agentId: 'a', parentRunId: null, startedAt: 0 };
    const { run } = thread.begin(start);
    // Each can be written; what they come to is nested too deeply for that.
    const depth = 6_000;
    const nested = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const path = '/a'.repeat(depth);
    const snapshot = `{"type":"STATE_SNAPSHOT","snapshot":${nested}}`;
    const patch = `{"type":"STATE_DELTA","delta":[{"op":"replace","path":"${path}","value":${nested}}]}`;
    thread.append(run, [snapshot, patch], []);
    thread.end(run, { status: 'succeeded' }, 1);
    expect(thread.lease).toBeNull();
    expect([...(run.raw?.from(0) ?? [])]).toEqual([snapshot, patch]);
  });
});
