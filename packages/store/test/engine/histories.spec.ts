import { ownBackend } from '../../../../examples/own-store/src/own-backend.js';
import type { RunHistory, RunLease } from '../../src/index.js';
import { EngineLab, acquire, itemOf } from './support/engine-lab.js';
import type { Node } from './support/engine-lab.js';
import { FaultyBackend } from './support/faulty-backend.js';
import { sweptBackend } from './support/swept-backend.js';

const MINUTE_MS = 60_000;

function delta(text: string): string {
  return JSON.stringify({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: text });
}

describe('histories', () => {
  let lab: EngineLab;
  let node: Node;
  let faulty: FaultyBackend;
  beforeEach(async () => {
    lab = new EngineLab();
    faulty = new FaultyBackend(sweptBackend(lab.tables));
    node = await lab.started({ retention: { archiveAfterDays: 1 } }, faulty.backend);
  });
  afterEach(() => lab.close());

  async function run(threadId: string, runId: string, texts: readonly string[]): Promise<RunLease> {
    const lease = await acquire(node, threadId, runId);
    const close = { status: 'succeeded' } as const;
    await node.engine.log.append([itemOf(lease, texts.map(delta), { close })]);
    return lease;
  }

  async function history(threadPk: number, upTo?: number): Promise<RunHistory[]> {
    const runs: RunHistory[] = [];
    const query = upTo === undefined ? {} : { upTo };
    for await (const each of node.engine.log.history(threadPk, query)) runs.push(each);
    return runs;
  }

  const texts = (runs: readonly RunHistory[]) =>
    runs.map(({ events }) => events.map(({ json }) => JSON.parse(json).delta));
  const reads = () => faulty.calls.filter((call) => call === 'read').length;
  const segments = () => [...lab.tables.threads.values()].flatMap((thread) => thread.segments);

  it('tell of as many runs as there are', async () => {
    let last = await run('t', 'r0', ['0']);
    for (let index = 1; index < 120; index += 1)
      last = await run('t', `r${index}`, [String(index)]);
    const told = await history(last.threadPk);
    expect(told.map(({ run: { runId } }) => runId)).toEqual(
      Array.from({ length: 120 }, (_, index) => `r${index}`),
    );
    expect(texts(told).flat()).toEqual(Array.from({ length: 120 }, (_, index) => String(index)));
  });

  it('are read as somebody asks for them, a few runs ahead', async () => {
    const { threadPk } = await run('t', 'r0', ['a']);
    for (let index = 1; index < 20; index += 1) await run('t', `r${index}`, ['b']);
    const runs = node.engine.log.history(threadPk)[Symbol.asyncIterator]();
    await runs.next();
    const first = reads();
    expect(first).toBeLessThan(10);
    await runs.next();
    expect(reads()).toBe(first + 1);
  });

  it('of a run that has ended and lost its raw events since it was looked up come from its archive', async () => {
    await run('t', 'r0', ['0']);
    for (let index = 1; index < 20; index += 1) await run('t', `r${index}`, ['x']);
    const lease = await acquire(node, 't', 'last');
    const { log } = node.engine;
    await log.append([itemOf(lease, ['a', 'b'].map(delta))]);
    const { firstSeq } = lease;
    const runs = log.history(lease.threadPk, { upTo: firstSeq + 1 })[Symbol.asyncIterator]();
    await runs.next();
    const close = { status: 'succeeded' } as const;
    const rest = { ...lease, firstSeq: firstSeq + 2 };
    await log.append([itemOf(rest, [JSON.stringify({ type: 'RUN_FINISHED' })], { close })]);
    await lab.pass(14 * MINUTE_MS, node);
    expect(segments()).toEqual([]);
    const told: RunHistory[] = [];
    for (let next = await runs.next(); !next.done; next = await runs.next()) told.push(next.value);
    expect(told.at(-1)?.run.runId).toBe('last');
    expect(texts(told).at(-1)).toEqual(['ab']);
  });

  it('of a long active run cost many viewers one reading', async () => {
    const lease = await acquire(node, 't');
    const { log } = node.engine;
    await log.append([itemOf(lease, ['a', 'b'].map(delta))]);
    await Promise.all(Array.from({ length: 10 }, () => history(lease.threadPk, 2)));
    const before = reads();
    expect(before).toBe(1);
    await log.append([itemOf(lease, ['c'].map(delta), { firstSeq: 3 })]);
    const viewers = await Promise.all([3, 3, 1].map((upTo) => history(lease.threadPk, upTo)));
    expect(viewers.map(texts)).toEqual([[['abc']], [['abc']], [['a']]]);
    // One for the new event, and one for whoever goes back to an earlier number.
    expect(reads()).toBe(before + 2);
  });

  it('are exact for who followed a run that was compacted meanwhile', async () => {
    const { threadPk, runPk } = await run('t', 'r', ['a', 'b', 'c']);
    await node.engine.log.compact(runPk);
    expect(texts(await history(threadPk, 2))).toEqual([['ab']]);
    expect(texts(await history(threadPk))).toEqual([['abc']]);
  });

  it('stay when the raw events are gone, and cursors inside of merged ones are refused', async () => {
    const first = await run('t', 'r1', ['a', 'b', 'c']);
    const { threadPk, fence } = first;
    await node.engine.log.compact(first.runPk);
    await lab.pass(12 * MINUTE_MS, node);
    expect(segments()).toEqual([]);
    expect(texts(await history(threadPk))).toEqual([['abc']]);
    const second = await run('t', 'r2', ['d']);
    const { log } = node.engine;
    expect(await log.checkCursor(threadPk, `${fence}.3`)).toEqual({ ok: true, after: 3 });
    expect(await log.checkCursor(threadPk, `${second.fence}.3`)).toEqual({ ok: true, after: 3 });
    expect(await log.checkCursor(threadPk, `${fence}.2`)).toEqual({
      ok: false,
      reason: 'compacted',
    });
    expect(await log.checkCursor(threadPk, `${second.fence}.2`)).toEqual({
      ok: false,
      reason: 'fence',
    });
    const { segments: read } = await log.read(threadPk, { after: 0 });
    expect(read.map(({ runPk }) => runPk)).toEqual([second.runPk]);
  });

  it('are compacted by somebody else if the owner of the run could not', async () => {
    const { runPk } = await run('t', 'r', ['a', 'b']);
    const active = await acquire(node, 'u');
    await node.engine.log.append([itemOf(active, [delta('x')])]);
    await lab.pass(2 * MINUTE_MS, node);
    expect(lab.tables.runs.get(runPk)?.archive?.events).toHaveLength(1);
    expect(lab.tables.runs.get(active.runPk)?.archive).toBeNull();
  });

  it('complain of raw events that are missing, and compact the other runs', async () => {
    const broken = await run('t', 'r', ['a', 'b']);
    const whole = await run('u', 'r', ['a', 'b']);
    const thread = lab.tables.threads.get(broken.threadPk);
    if (thread !== undefined) thread.segments = [];
    await expect(node.engine.log.compact(broken.runPk)).rejects.toMatchObject({ code: 'corrupt' });
    await lab.pass(2 * MINUTE_MS, node);
    expect(lab.tables.runs.get(whole.runPk)?.row.compacted).toBe(true);
    expect(node.warnings[0]).toContain(`Run ${broken.runPk}`);
    expect(texts(await history(broken.threadPk))).toEqual([[]]);
  });

  it('are compacted however many others cannot be, of which each is told once', async () => {
    for (let index = 0; index < 100; index += 1) {
      const { threadPk } = await run(`broken ${index}`, 'r', ['a', 'b']);
      const thread = lab.tables.threads.get(threadPk);
      if (thread !== undefined) thread.segments = [];
    }
    const { runPk } = await run('whole', 'r', ['a', 'b']);
    await lab.pass(4 * MINUTE_MS, node);
    expect(lab.tables.runs.get(runPk)?.row.compacted).toBe(true);
    expect(node.warnings).toHaveLength(100);
  });

  it('go on being swept after an outage', async () => {
    const { runPk } = await run('t', 'r', ['a', 'b']);
    faulty.isDown = true;
    await lab.pass(3 * MINUTE_MS, node);
    faulty.isDown = false;
    await lab.pass(2 * MINUTE_MS, node);
    expect(lab.tables.runs.get(runPk)?.row.compacted).toBe(true);
  });
});

describe('retention', () => {
  it('for ever stays within what databases can reckon with', async () => {
    const lab = new EngineLab();
    const inner = sweptBackend(lab.tables);
    const most = Number.MAX_SAFE_INTEGER;
    const asked: (number | null)[] = [];
    const node = await lab.started(
      { rawLogMinutes: most, retention: { removeAfterDays: most } },
      {
        ...inner,
        log: {
          ...inner.log,
          dropRaw: async (minAgeMs) => {
            asked.push(minAgeMs / 86_400_000);
            return 0;
          },
        },
        threads: {
          ...inner.threads,
          applyRetention: async ({ removeAfterDays }) => {
            asked.push(removeAfterDays);
            return { removed: [], archived: [] };
          },
        },
      },
    );
    await lab.pass(80_000, node);
    expect(asked.slice(0, 2)).toEqual([36_500, 36_500]);
    await lab.close();
  });

  it('tells followers and owners what the backend has removed and archived', async () => {
    const lab = new EngineLab();
    const inner = ownBackend(lab.tables);
    const owner = { tenantId: 'acme', userId: 'alice' };
    const policies: unknown[] = [];
    const node = await lab.started(
      { retention: { removeAfterDays: 30 } },
      {
        ...inner,
        threads: {
          ...inner.threads,
          applyRetention: async (policy, limit) => {
            policies.push([policy, limit]);
            const removed = [{ threadPk: 7, nextSeq: 12, owner, metaSeq: 3 }];
            return { removed, archived: [{ owner, metaSeq: 4 }] };
          },
        },
      },
    );
    const heard: string[] = [];
    node.engine.bus.follow(7, (seq) => heard.push(`thread ${seq}`));
    node.engine.bus.followMeta(owner, (seq) => heard.push(`owner ${seq}`));
    await lab.pass(80_000, node);
    const told = heard.filter((text) => text !== 'owner 0');
    expect(told.slice(0, 3)).toEqual(['thread 12', 'owner 3', 'owner 4']);
    expect(policies[0]).toEqual([
      { archiveAfterDays: null, removeAfterDays: 30, removeArchivedAfterDays: null },
      500,
    ]);
    await lab.close();
  });
});
