import { FakeClock } from '@flightdeck/testing';

import type { AppendRow, AppendRowOutcome } from '../backend/log-rows.js';
import { StoreError } from '../store-error.js';
import { AppendBatcher } from './append-batcher.js';

const OK: AppendRowOutcome = { kind: 'ok', stop: null };

interface Statement {
  readonly rows: readonly AppendRow[];
  readonly answer: (outcomes?: readonly AppendRowOutcome[]) => void;
  readonly fail: (error: unknown) => void;
}

describe('group commit', () => {
  function bench(options: { minIntervalMs?: number; maxEvents?: number; maxBytes?: number } = {}) {
    const clock = new FakeClock();
    const statements: Statement[] = [];
    const append = (rows: readonly AppendRow[]): Promise<readonly AppendRowOutcome[]> =>
      new Promise((resolve, reject) => {
        const answer: Statement['answer'] = (outcomes) => resolve(outcomes ?? rows.map(() => OK));
        statements.push({ rows, answer, fail: reject });
      });
    const limits = { minIntervalMs: 0, maxEvents: 5_000, maxBytes: 1_000_000, ...options };
    const batcher = new AppendBatcher({ log: { append }, clock, ...limits });
    const send = (threadPk: number, events: readonly string[] = ['{}'], firstSeq = 1) =>
      batcher.append({ threadPk, runPk: 1, fence: 1, firstSeq, events, messageIds: [] });
    const threads = () => statements.map(({ rows }) => rows.map(({ threadPk }) => threadPk));
    return { batcher, clock, statements, send, threads };
  }

  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('writes together what comes together, and what comes while a write is under way', async () => {
    const { send, statements, threads } = bench();
    const first = [send(1), send(2)];
    await turn();
    const second = [send(3), send(4)];
    await turn();
    expect(threads()).toEqual([[1, 2]]);
    statements[0]?.answer();
    expect(await Promise.all(first)).toEqual([OK, OK]);
    await turn();
    expect(threads()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    statements[1]?.answer();
    await Promise.all(second);
  });

  it('begins no two writes within the least interval, and the first one at once', async () => {
    const { send, statements, clock } = bench({ minIntervalMs: 5 });
    void send(1);
    clock.advance(0);
    await turn();
    expect(statements).toHaveLength(1);
    clock.advance(2);
    statements[0]?.answer();
    await turn();
    void send(1);
    await turn();
    clock.advance(2);
    expect(statements).toHaveLength(1);
    clock.advance(1);
    expect(statements).toHaveLength(2);
  });

  it('writes one item per thread at a time, in order', async () => {
    const { send, statements, threads } = bench();
    void send(1, ['"a"'], 1);
    void send(1, ['"b"'], 2);
    void send(2);
    void send(1, ['"c"'], 3);
    for (let count = 0; count < 3; count += 1) {
      await turn();
      statements[count]?.answer();
    }
    expect(threads()).toEqual([[1, 2], [1], [1]]);
    expect(statements.map(({ rows }) => rows[0]?.firstSeq)).toEqual([1, 2, 3]);
  });

  it('keeps to its limits, except for an item that is larger by itself', async () => {
    const { send, statements, threads } = bench({ maxEvents: 3, maxBytes: 100 });
    void send(1, ['1', '2']);
    void send(2, ['1', '2']);
    void send(3, ['1']);
    void send(4, ['x'.repeat(500)]);
    void send(5);
    for (let count = 0; count < 4; count += 1) {
      await turn();
      statements[count]?.answer();
    }
    expect(threads()).toEqual([[1], [2, 3], [4], [5]]);
  });

  it('answers each item by its own outcome', async () => {
    const { send, statements } = bench();
    const both = [send(1), send(2)];
    await turn();
    const fenced: AppendRowOutcome = { kind: 'fenced', currentFence: 9 };
    statements[0]?.answer([fenced, OK]);
    expect(await Promise.all(both)).toEqual([fenced, OK]);
  });

  it('tells all of them when nobody knows what became of a write, and goes on', async () => {
    for (const error of [new StoreError('unavailable', 'gone'), new Error('a bug')]) {
      const { send, statements } = bench();
      const both = [send(1), send(2)].map((sent) => sent.catch((reason: unknown) => reason));
      await turn();
      statements[0]?.fail(error);
      for (const reason of await Promise.all(both)) {
        expect(reason).toMatchObject({ code: 'unavailable' });
      }
      expect(statements).toHaveLength(1);
      const next = send(3);
      await turn();
      statements[1]?.answer();
      expect(await next).toEqual(OK);
    }
  });

  it('lets one bad item fail nobody else', async () => {
    const { send, statements, threads } = bench();
    const [good, bad] = [send(1), send(2)].map((sent) => sent.catch((reason: unknown) => reason));
    await turn();
    statements[0]?.fail(new StoreError('conflict', 'one of them'));
    await turn();
    statements[1]?.answer();
    await turn();
    statements[2]?.fail(new StoreError('conflict', 'this one'));
    expect(await good).toEqual(OK);
    expect(await bad).toMatchObject({ code: 'conflict', message: 'this one' });
    expect(threads()).toEqual([[1, 2], [1], [2]]);
  });

  it('refuses more than it may keep waiting, and nothing once there is room again', async () => {
    const { send, statements } = bench({ maxBytes: 1_000_000_000 });
    const large = ['x'.repeat(40 * 1_024 * 1_024)];
    const first = send(1);
    await turn();
    const waiting = send(2, large);
    await expect(send(3, large)).rejects.toMatchObject({ code: 'unavailable' });
    statements[0]?.answer();
    await first;
    await turn();
    const third = send(3, large);
    statements[1]?.answer();
    await waiting;
    await turn();
    statements[2]?.answer();
    expect(await third).toEqual(OK);
  });

  it('cuts large items into segments', async () => {
    const { send, statements } = bench();
    void send(
      1,
      Array.from({ length: 1_500 }, (_, index) => String(index)),
      11,
    );
    await turn();
    const [row] = statements[0]?.rows ?? [];
    expect(row?.lastSeq).toBe(1_510);
    expect(row?.segments.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq])).toEqual([
      [11, 1_034],
      [1_035, 1_510],
    ]);
  });

  it('refuses an item without events', async () => {
    await expect(bench().send(1, [])).rejects.toMatchObject({ code: 'conflict' });
  });

  it('settles everything before it is closed, and takes nothing more', async () => {
    const { batcher, send, statements } = bench({ minIntervalMs: 1_000 });
    const first = send(1);
    await turn();
    statements[0]?.answer();
    await first;
    const second = send(1);
    const closed = batcher.close();
    await expect(send(2)).rejects.toMatchObject({ code: 'closed' });
    await turn();
    statements[1]?.answer();
    expect(await second).toEqual(OK);
    await closed;
  });
});
