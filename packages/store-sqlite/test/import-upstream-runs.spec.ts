import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { memoryThreads, toolMark, UNSCOPED, type StoreEngine } from '@flightdeck/store';

import { openDriver } from '../src/driver/open-driver.js';
import type { SqliteDriver } from '../src/driver/sqlite-driver.js';
import { importUpstreamRuns, sqliteThreads } from '../src/index.js';
import { tempFolder, type TempFolder } from './support/temp-folder.js';

interface SourceRun {
  readonly threadId: string;
  readonly runId: string;
  readonly parentRunId?: string;
  readonly events?: unknown;
  readonly input?: unknown;
  readonly createdAt?: number;
}

const user = (id: string) => ({ id, role: 'user', content: `I am ${id}` });

function answered(threadId: string, runId: string, messageId: string): object[] {
  return [
    { type: 'RUN_STARTED', threadId, runId },
    { type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' },
    { type: 'TEXT_MESSAGE_CONTENT', messageId, delta: 'Hello' },
    { type: 'TEXT_MESSAGE_END', messageId },
    { type: 'RUN_FINISHED', threadId, runId },
  ];
}

describe('importing the runs of upstream’s SQLite runner [sqlite.import]', () => {
  let folder: TempFolder;
  let engines: StoreEngine[] = [];
  beforeAll(async () => {
    folder = await tempFolder();
  });
  afterEach(async () => {
    await Promise.all(engines.map((engine) => engine.close()));
    engines = [];
  });
  afterAll(() => folder.remove());

  /** A file as upstream's runner leaves it behind. */
  async function sourceOf(runs: readonly SourceRun[]): Promise<string> {
    const file = folder.file('upstream.db');
    const driver = await openDriver('auto', file);
    driver.exec(`
      create table agent_runs (id integer primary key autoincrement, thread_id text not null,
        run_id text not null unique, parent_run_id text, events text not null, input text not null,
        created_at integer not null, version integer not null);
      create table run_state (thread_id text primary key, is_running integer, current_run_id text,
        updated_at integer not null);
      create table schema_version (version integer primary key, applied_at integer not null)`);
    runs.forEach((run, index) => insert(driver, run, index));
    driver.close();
    return file;
  }

  function insert(driver: SqliteDriver, run: SourceRun, index: number): void {
    const { threadId, runId, parentRunId = null, createdAt = index } = run;
    const { events = answered(threadId, runId, `${runId}-m`), input = {} } = run;
    const texts = [events, input].map((value) =>
      typeof value === 'string' ? value : JSON.stringify(value),
    );
    driver
      .prepare(
        `insert into agent_runs (thread_id, run_id, parent_run_id, events, input, created_at, version)
         values (?, ?, ?, ?, ?, ?, 1)`,
      )
      .run([threadId, runId, parentRunId, ...texts, createdAt]);
  }

  function engineOf(make: () => StoreEngine = memoryThreads): StoreEngine {
    const engine = make();
    engines.push(engine);
    return engine;
  }

  async function historyOf(engine: StoreEngine, threadId: string) {
    const thread = await engine.threads.get(UNSCOPED, threadId);
    const runs = [];
    for await (const { run, events } of engine.log.history(thread?.threadPk ?? 0)) {
      runs.push({ run, events: events.map(({ json }) => JSON.parse(json)) });
    }
    return runs;
  }

  it('writes every run, each behind the one that it goes on from', async () => {
    const file = await sourceOf([
      { threadId: 't', runId: 'third', parentRunId: 'second' },
      { threadId: 't', runId: 'first' },
      { threadId: 't', runId: 'second', parentRunId: 'first' },
      { threadId: 'u', runId: 'other', parentRunId: 'gone' },
    ]);
    const into = engineOf();
    const counts = await importUpstreamRuns({ file, into });
    const none = { skipped: 0, incomplete: 0, failed: [] };
    expect(counts).toEqual({ threads: 2, imported: 4, ...none });
    const history = await historyOf(into, 't');
    expect(history.map(({ run }) => [run.runId, run.parentRunId, run.status])).toEqual([
      ['first', null, 'succeeded'],
      ['second', 'first', 'succeeded'],
      ['third', 'second', 'succeeded'],
    ]);
    expect(history[0]?.events.map(({ type }) => type)).toEqual([
      'RUN_STARTED',
      'TEXT_MESSAGE_START',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_END',
      'RUN_FINISHED',
    ]);
  });

  it('tells the messages that are new in a run, and nothing else that the caller said', async () => {
    const secret = { state: { s: 1 }, forwardedProps: { key: 'k' }, tools: [{ name: 't' }] };
    const file = await sourceOf([
      { threadId: 't', runId: 'r1', input: { messages: [user('a')], ...secret } },
      {
        threadId: 't',
        runId: 'r2',
        parentRunId: 'r1',
        input: { messages: [user('a'), { id: 'r1-m', role: 'assistant' }, user('b')] },
      },
    ]);
    const into = engineOf();
    await importUpstreamRuns({ file, into });
    const history = await historyOf(into, 't');
    expect(history.map(({ events }) => events[0])).toEqual([
      {
        type: 'RUN_STARTED',
        threadId: 't',
        runId: 'r1',
        input: { threadId: 't', runId: 'r1', messages: [user('a')], tools: [], context: [] },
      },
      expect.objectContaining({ input: expect.objectContaining({ messages: [user('b')] }) }),
    ]);
    const { threadPk } = (await into.threads.get(UNSCOPED, 't')) ?? { threadPk: 0 };
    const known = await into.log.knownMessageIds(threadPk, ['a', 'b', 'r1-m', 'r2-m', 'c']);
    expect([...known].toSorted()).toEqual(['a', 'b', 'r1-m', 'r2-m']);
  });

  it('leaves word of which tool calls were answered', async () => {
    const answer = { id: 'a', role: 'tool', toolCallId: 'asked', content: 'yes' };
    const result = { type: 'TOOL_CALL_RESULT', messageId: 'm', toolCallId: 'run', content: 'ok' };
    const file = await sourceOf([
      { threadId: 't', runId: 'r', input: { messages: [answer] }, events: [result] },
    ]);
    const into = engineOf();
    await importUpstreamRuns({ file, into });
    const { threadPk } = (await into.threads.get(UNSCOPED, 't')) ?? { threadPk: 0 };
    const marks = ['asked', 'run', 'open'].map(toolMark);
    expect([...(await into.log.knownMessageIds(threadPk, marks))]).toEqual(marks.slice(0, 2));
  });

  it('fails a run without an end, keeps the error of one that failed, and cuts what follows an end', async () => {
    const start = { type: 'RUN_STARTED', threadId: 't', runId: 'r' };
    const failure = { type: 'RUN_ERROR', message: 'It broke', code: 'BOOM' };
    const file = await sourceOf([
      { threadId: 't', runId: 'cut', events: [start] },
      { threadId: 't', runId: 'failed', events: [start, failure, { type: 'RUN_FINISHED' }] },
      { threadId: 't', runId: 'bare', events: [{ type: 'RUN_FINISHED' }] },
    ]);
    const into = engineOf();
    expect(await importUpstreamRuns({ file, into })).toMatchObject({ imported: 3, incomplete: 1 });
    const history = await historyOf(into, 't');
    expect(
      history.map(({ run, events }) => [run.status, run.errorCode, events.map(({ type }) => type)]),
    ).toEqual([
      ['failed', 'INCOMPLETE_STREAM', ['RUN_STARTED', 'RUN_ERROR']],
      ['failed', 'BOOM', ['RUN_STARTED', 'RUN_ERROR']],
      ['succeeded', null, ['RUN_STARTED', 'RUN_FINISHED']],
    ]);
  });

  it('skips what is there already, and takes up what is new', async () => {
    const file = await sourceOf([{ threadId: 't', runId: 'r1' }]);
    const target = folder.file();
    const first = engineOf(() => sqliteThreads({ file: target }));
    await importUpstreamRuns({ file, into: first });
    await first.close();
    const driver = await openDriver('auto', file);
    insert(driver, { threadId: 't', runId: 'r2', parentRunId: 'r1' }, 5);
    driver.close();
    const second = engineOf(() => sqliteThreads({ file: target }));
    const counts = await importUpstreamRuns({ file, into: second });
    expect(counts).toMatchObject({ imported: 1, skipped: 1 });
    expect(await historyOf(second, 't')).toHaveLength(2);
  });

  it('finishes the run that an interrupted import has begun', async () => {
    const many = Array.from({ length: 5_000 }, (_, value) => ({
      type: 'CUSTOM',
      name: 'n',
      value,
    }));
    const file = await sourceOf([
      { threadId: 't', runId: 'r', events: [...many, { type: 'RUN_FINISHED' }] },
      { threadId: 'u', runId: 's' },
    ]);
    const target = folder.file();
    const first = engineOf(() => sqliteThreads({ file: target }));
    await first.coordinator.start();
    const append = first.log.append.bind(first.log);
    let appends = 0;
    first.log.append = (batch) =>
      (appends += 1) > 1 ? Promise.reject(new Error('pulled the plug')) : append(batch);
    await expect(importUpstreamRuns({ file, into: first })).rejects.toThrow('pulled the plug');
    await first.close();

    const second = engineOf(() => sqliteThreads({ file: target }));
    const counts = await importUpstreamRuns({ file, into: second });
    expect(counts).toMatchObject({ imported: 2, skipped: 0, failed: [] });
    const [run] = await historyOf(second, 't');
    expect(run?.events).toHaveLength(5_002);
    expect(run?.events.slice(1, -1).map(({ value }) => value)).toEqual(
      many.map(({ value }) => value),
    );
  });

  it('goes on behind runs that it cannot bring, and says why', async () => {
    const file = await sourceOf([
      { threadId: 'broken', runId: 'r1', events: '[{"type":' },
      { threadId: 'theirs', runId: 'r2' },
      { threadId: 'busy', runId: 'r3' },
      { threadId: 'fine', runId: 'r4' },
    ]);
    const scope = { tenantId: 'acme', userId: 'alice' };
    const into = engineOf();
    await into.threads.ensure({ ...scope, userId: 'bob' }, { threadId: 'theirs', agentId: 'a' });
    await into.coordinator.acquire(scope, { threadId: 'busy', runId: 'live', agentId: 'a' });
    const seen: number[] = [];
    const onProgress = ({ imported }: { imported: number }): void => void seen.push(imported);
    const counts = await importUpstreamRuns({ file, into, scope, agentId: 'chat', onProgress });
    expect(counts).toEqual({
      threads: 4,
      imported: 1,
      skipped: 0,
      incomplete: 0,
      failed: [
        { threadId: 'broken', runId: 'r1', reason: 'its events are not a JSON array' },
        { threadId: 'theirs', runId: 'r2', reason: 'its thread belongs to somebody else' },
        { threadId: 'busy', runId: 'r3', reason: 'its thread is busy with the run live' },
      ],
    });
    expect(seen).toEqual([0, 0, 0, 1]);
    const page = await into.threads.list(scope, { limit: 10, agentId: 'chat' });
    expect(page.threads.map(({ threadId }) => threadId)).toEqual(['fine']);
  });

  it('lists the threads in the order in which they were used', async () => {
    const file = await sourceOf([
      { threadId: 'latest', runId: 'r1', createdAt: 300 },
      { threadId: 'oldest', runId: 'r2', createdAt: 100 },
      { threadId: 'middle', runId: 'r3', createdAt: 200 },
    ]);
    const into = engineOf();
    await importUpstreamRuns({ file, into });
    const { threads } = await into.threads.list(UNSCOPED, { limit: 10 });
    expect(threads.map(({ threadId }) => threadId)).toEqual(['latest', 'middle', 'oldest']);
  });

  it('changes nothing about the file, and leaves nothing beside it', async () => {
    const file = await sourceOf([{ threadId: 't', runId: 'r1' }]);
    const live = await openDriver('auto', file);
    live.exec('PRAGMA journal_mode = WAL');
    insert(live, { threadId: 't', runId: 'r2', parentRunId: 'r1' }, 5);
    // As a process leaves it behind that was killed: the last run is in the write-ahead log only.
    const killed = folder.file('upstream.db');
    await copyFile(file, killed);
    await copyFile(`${file}-wal`, `${killed}-wal`);
    live.close();
    const print = (): unknown =>
      readdirSync(dirname(killed)).map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(`${dirname(killed)}/${name}`))
          .digest('hex'),
      ]);
    const before = print();
    const counts = await importUpstreamRuns({ file: killed, into: engineOf() });
    expect(counts.imported).toBe(2);
    expect(print()).toEqual(before);
  });

  it('refuses what is not such a file', async () => {
    const into = engineOf();
    const missing = { file: folder.file('missing.db'), into };
    await expect(importUpstreamRuns(missing)).rejects.toMatchObject({
      code: 'access_denied',
      message: expect.stringContaining('missing.db'),
    });
    const other = folder.file('other.db');
    const driver = await openDriver('auto', other);
    driver.exec('create table users (id)');
    driver.close();
    await expect(importUpstreamRuns({ file: other, into })).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining('other.db'),
    });
  });
});
