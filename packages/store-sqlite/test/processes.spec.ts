import { rm } from 'node:fs/promises';

import type { OrphanedRun, StoreEngine } from '@flightdeck/store';

import { sqliteThreads } from '../src/index.js';
import { bundleProgram, type BundledProgram, type StoreProgram } from './support/start-program.js';
import { tempFolder, type TempFolder } from './support/temp-folder.js';
import { until } from './support/until.js';

const SCOPE = { tenantId: '', userId: null };
/** Longer than any test: whatever is taken over within it was not waited for. */
const ENDLESS_LEASE = { ttlMs: 600_000 };

const event = (n: number): string => JSON.stringify({ type: 'CUSTOM', name: 'n', value: n });

describe('several processes on one file [sqlite.several-processes]', () => {
  let folder: TempFolder;
  let bundle: BundledProgram;
  let programs: StoreProgram[] = [];
  let engines: StoreEngine[] = [];

  beforeAll(async () => {
    folder = await tempFolder();
    bundle = await bundleProgram();
  });
  afterEach(async () => {
    await Promise.all([...programs.map((one) => one.kill()), ...engines.map((one) => one.close())]);
    programs = [];
    engines = [];
  });
  afterAll(async () => {
    await bundle.remove();
    await folder.remove();
  });

  function startProgram(file: string): StoreProgram {
    const program = bundle.start({ file, ...ENDLESS_LEASE });
    programs.push(program);
    return program;
  }

  function engineOn(file: string): StoreEngine {
    const engine = sqliteThreads({ file, lease: ENDLESS_LEASE });
    engines.push(engine);
    return engine;
  }

  async function orphansOf(engine: StoreEngine): Promise<OrphanedRun[]> {
    const orphans: OrphanedRun[] = [];
    await engine.coordinator.start({ onOrphan: (orphan) => orphans.push(orphan) });
    return orphans;
  }

  it('give a thread to exactly one of twenty runs', async () => {
    const file = folder.file();
    const program = startProgram(file);
    const engine = engineOn(file);
    await Promise.all([program.tell({ do: 'start' }), engine.coordinator.start()]);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const request = { threadId: 't', runId: `r${index}`, agentId: 'agent' };
        return index % 2 === 0
          ? engine.coordinator.acquire(SCOPE, request)
          : program.tell({ do: 'acquire', ...request });
      }),
    );
    const kinds = answers.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'acquired')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'busy')).toHaveLength(19);
  });

  it('open a new file together', async () => {
    const file = folder.file();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => startProgram(file).tell({ do: 'start' })),
    );
    expect(answers).toEqual(Array(4).fill({ kind: 'started' }));
  });

  it('free the thread of a killed process when the next one starts', async () => {
    const file = folder.file();
    const program = startProgram(file);
    const held = await program.tell({ do: 'acquire', threadId: 't', runId: 'r' });
    await program.tell({ do: 'append', runId: 'r', events: [event(1)] });
    await program.kill();

    const orphans = await orphansOf(engineOn(file));
    await until(() => expect(orphans).toHaveLength(1));
    expect(orphans[0]).toMatchObject({
      threadId: 't',
      run: { runId: 'r', attempt: 2, fence: held['fence'] },
      lease: { firstSeq: 2, fence: Number(held['fence']) + 1 },
      stopRequested: false,
    });
  });

  it('free the thread of a killed process from one that lives on', async () => {
    const file = folder.file();
    const engine = sqliteThreads({ file, lease: { ttlMs: 20_000, heartbeatMs: 20 } });
    engines.push(engine);
    const orphans = await orphansOf(engine);
    const program = startProgram(file);
    await program.tell({ do: 'acquire', threadId: 't', runId: 'r' });
    await engine.coordinator.requestStop(SCOPE, { threadId: 't' });
    expect(orphans).toEqual([]);
    await program.kill();
    await until(() => expect(orphans).toHaveLength(1));
    expect(orphans[0]?.stopRequested).toBe(true);
  });

  it('leave a run alone whose process lives', async () => {
    const file = folder.file();
    const program = startProgram(file);
    await program.tell({ do: 'acquire', threadId: 't', runId: 'r' });
    const orphans = await orphansOf(engineOn(file));
    expect(await program.tell({ do: 'close', runId: 'r', events: [event(1)] })).toMatchObject({
      kind: 'ok',
    });
    expect(orphans).toEqual([]);
  });

  it('tell followers of what another one writes', async () => {
    const file = folder.file();
    const engine = engineOn(file);
    await engine.coordinator.start();
    const program = startProgram(file);
    const { threadPk } = await program.tell({ do: 'acquire', threadId: 't', runId: 'r' });
    const heard: number[] = [];
    const changes: number[] = [];
    engine.bus.follow(Number(threadPk), (seq) => heard.push(seq));
    engine.bus.followMeta(SCOPE, (metaSeq) => changes.push(metaSeq));
    await program.tell({ do: 'append', runId: 'r', events: [event(1), event(2)] });
    await until(() => expect(heard.at(-1)).toBe(2));
    await program.tell({ do: 'acquire', threadId: 'other', runId: 'r2' });
    await until(() => expect(changes.at(-1)).toBe(2));
    const { segments } = await engine.log.read(Number(threadPk), { after: 0 });
    expect(segments.flatMap(({ events }) => events)).toEqual([event(1), event(2)]);
  });

  it('stop each other’s runs', async () => {
    const file = folder.file();
    const engine = engineOn(file);
    await engine.coordinator.start();
    const request = { threadId: 't', runId: 'r', agentId: 'agent' };
    const result = await engine.coordinator.acquire(SCOPE, request);
    if (result.kind !== 'acquired') throw new Error(result.kind);
    const { lease } = result;
    const { threadPk, runPk, fence, firstSeq } = lease;
    expect(await startProgram(file).tell({ do: 'stop', threadId: 't' })).toEqual({
      kind: 'stopping',
      runId: 'r',
    });
    const item = { threadPk, runPk, fence, firstSeq, events: [event(1)], messageIds: [] };
    expect(await engine.log.append([item])).toEqual([
      { kind: 'ok', durableSeq: 1, stopRequested: true },
    ]);
    await until(() => expect(lease.signal.reason).toBe('stop'));
  });

  it('read on from the last commit of a killed process whose write-ahead log is lost', async () => {
    const file = folder.file();
    const first = startProgram(file);
    await first.tell({ do: 'start' });
    await first.tell({ do: 'quit' });
    await first.kill();
    const program = startProgram(file);
    await program.tell({ do: 'acquire', threadId: 't', runId: 'r' });
    await program.kill();
    await rm(`${file}-wal`);
    await rm(`${file}-shm`, { force: true });

    const engine = engineOn(file);
    await engine.coordinator.start();
    // Never a half-written thread: it is not there, or it is whole.
    expect(await engine.threads.get(SCOPE, 't')).toBeNull();
    const again = { threadId: 't', runId: 'r', agentId: 'agent' };
    expect((await engine.coordinator.acquire(SCOPE, again)).kind).toBe('acquired');
  });
});
