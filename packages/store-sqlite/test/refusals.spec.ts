import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { until } from '@flightdeck/testing';

import { openDriver } from '../src/driver/open-driver.js';
import { sqliteThreads } from '../src/index.js';
import { acquire, ALICE, openBackend, rowOf, run } from './support/open-backend.js';
import { bundleProgram } from './support/start-program.js';
import { tempFolder, type TempFolder } from './support/temp-folder.js';

const SCOPE = { tenantId: '', userId: null };

describe('files that cannot be used [sqlite.refusals]', () => {
  let folder: TempFolder;
  beforeAll(async () => {
    folder = await tempFolder();
  });
  afterAll(() => folder.remove());

  /** A file of a store that holds one thread with one run. */
  async function usedFile(): Promise<string> {
    const file = folder.file();
    const { backend } = await openBackend({ file });
    await run(backend, 't', 'r');
    await backend.close();
    return file;
  }

  async function failureOf(file: string): Promise<unknown> {
    const engine = sqliteThreads({ file });
    const failure = await engine.threads.get(SCOPE, 't').catch((error: unknown) => error);
    await engine.close();
    return failure;
  }

  it('are refused when they are no database', async () => {
    const file = folder.file('notes.db');
    await writeFile(file, 'Dear diary, '.repeat(1_000));
    expect(await failureOf(file)).toMatchObject({
      code: 'corrupt',
      message: expect.stringMatching(/notes\.db is not a SQLite database: use another file/),
    });
    expect(await readFile(file, 'utf8')).toMatch(/^Dear diary/);
  });

  it('are refused when a page is damaged', async () => {
    const file = await usedFile();
    const bytes = await readFile(file);
    // The schema stands on the first page; the rows behind it.
    bytes.fill(0xab, 4_096);
    await writeFile(file, bytes);
    expect(await failureOf(file)).toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining('threads.db'),
    });
  });

  it('are refused when they belong to another application', async () => {
    for (const table of ['users (id)', 'schema_migrations (version)']) {
      const file = folder.file('app.db');
      const driver = await openDriver('auto', file);
      driver.exec(`create table ${table}`);
      driver.close();
      expect(await failureOf(file)).toMatchObject({
        code: 'corrupt',
        message: expect.stringMatching(/app\.db is the SQLite database of another application/),
      });
    }
  });

  it('are refused when a later version wrote them, or changed a step', async () => {
    const newer = await usedFile();
    const changed = await usedFile();
    const edit = async (file: string, sql: string): Promise<void> => {
      const driver = await openDriver('auto', file);
      driver.exec(sql);
      driver.close();
    };
    await edit(newer, "insert into schema_migrations values (999, 'later', 'x', 1)");
    await edit(changed, "update schema_migrations set checksum = 'other'");
    expect(await failureOf(newer)).toMatchObject({ code: 'newer_schema' });
    expect(await failureOf(changed)).toMatchObject({ code: 'conflict' });
  });

  it('are refused when they are folders, or stand under a file', async () => {
    const path = folder.file('threads.db');
    await mkdir(path);
    expect(await failureOf(path)).toMatchObject({
      code: 'access_denied',
      message: 'The thread store threads.db is a folder: name a file in it',
    });
    const file = await usedFile();
    expect(await failureOf(`${file}/deeper/threads.db`)).toMatchObject({ code: 'access_denied' });
  });

  it('are made with their folders when they are missing [sqlite.one-file]', async () => {
    const file = folder.file('some/where/new.db');
    expect(await failureOf(file)).toBeNull();
    expect((await readFile(file)).length).toBeGreaterThan(0);
  });

  it('are refused when they, or their folder, cannot be written to', async () => {
    const bundle = await bundleProgram();
    // Permissions do not bind root: there, the attempt is somebody else's.
    const uid = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    const refused = { kind: 'error', code: 'read_only' };
    const lockedFile = await usedFile();
    const lockedFolder = await usedFile();
    try {
      await chmod(dirname(dirname(lockedFile)), 0o755);
      await chmod(dirname(lockedFile), uid.uid === undefined ? 0o755 : 0o777);
      await chmod(lockedFile, 0o444);
      await chmod(lockedFolder, 0o666);
      await chmod(dirname(lockedFolder), 0o555);
      for (const file of [lockedFile, lockedFolder]) {
        const program = bundle.start({ file, ...uid });
        expect(await program.tell({ do: 'start' })).toMatchObject({
          ...refused,
          message: expect.stringMatching(/threads\.db cannot be written to: make the file/),
        });
        await program.kill();
      }
    } finally {
      await chmod(dirname(lockedFolder), 0o755);
      await bundle.remove();
    }
  });

  it('are refused by every call after the end', async () => {
    const { backend } = await openBackend();
    await backend.close();
    await backend.close();
    const closed = { code: 'closed', message: expect.stringContaining('threads.db') };
    await expect(backend.threads.get(ALICE, 't')).rejects.toMatchObject(closed);
    await expect(backend.nodes.heartbeat('n', 1_000)).rejects.toMatchObject(closed);
    expect(backend.hasForeignWrites()).toBe(false);
  });

  it('can be tried again once they are in order', async () => {
    const file = folder.file();
    await writeFile(file, 'no database '.repeat(500));
    const engine = sqliteThreads({ file });
    await expect(engine.threads.get(SCOPE, 't')).rejects.toMatchObject({ code: 'corrupt' });
    await rm(file);
    expect(await engine.threads.get(SCOPE, 't')).toBeNull();
    await engine.close();
  });
});

describe('a disk that is full [sqlite.refusals]', () => {
  it('refuses what does not fit, keeps what was there, and goes on when there is room', async () => {
    const { backend, session } = await openBackend();
    const first = await run(backend, 't', 'r1');
    const held = await acquire(backend, 't', 'r2');
    const pages = Number(session.get('PRAGMA page_count')?.['page_count']);
    session.exec(`PRAGMA max_page_count = ${pages + 4}`);
    const large = rowOf(held, [JSON.stringify('x'.repeat(100_000))]);
    await expect(backend.log.append([large])).rejects.toMatchObject({
      code: 'disk_full',
      message: expect.stringMatching(/threads\.db cannot grow: free space on the disk/),
    });
    const [head] = await backend.log.heads([first.threadPk]);
    expect(head).toMatchObject({ nextSeq: 2, activeRunId: 'r2' });
    expect((await backend.log.read(first.threadPk, 0, 1_000)).segments).toHaveLength(1);
    // A small end of the run may still fit; if not, it does once there is room.
    session.exec('PRAGMA max_page_count = 1000000');
    expect(await backend.log.append([large])).toEqual([{ kind: 'ok', stop: null }]);
    await backend.close();
  });
});

describe('a file that somebody else keeps locked [sqlite.refusals]', () => {
  let folder: TempFolder;
  beforeAll(async () => {
    folder = await tempFolder();
  });
  afterAll(() => folder.remove());

  it('is waited for without holding up the process', async () => {
    const file = folder.file();
    const { backend } = await openBackend({ file });
    const rival = await openDriver('auto', file);
    rival.exec('BEGIN IMMEDIATE');
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const written = Promise.all(
      Array.from({ length: 20 }, (_, index) => run(backend, `t${index}`, 'r')),
    );
    // As long as it takes for everybody to have waited more than once.
    await until(() => delay.count > 150);
    // Readers wait for no writer.
    expect(await backend.threads.get(ALICE, 't0')).toBeNull();
    rival.exec('ROLLBACK');
    await written;
    delay.disable();
    rival.close();
    expect((await backend.threads.removeSome(ALICE, 100)).length).toBe(20);
    await backend.close();
    // Twenty writers that each wait for the lock in place would hold up every turn of the loop.
    expect(delay.percentile(50) / 1e6).toBeLessThan(100);
  });

  it('lets the process go on between many writes of its own', async () => {
    const { backend } = await openBackend({ file: folder.file() });
    let turns = 0;
    let writing = true;
    const count = (): void => {
      turns += 1;
      if (writing) setImmediate(count);
    };
    setImmediate(count);
    await Promise.all(Array.from({ length: 500 }, (_, index) => run(backend, `t${index}`, 'r')));
    writing = false;
    await backend.close();
    expect(turns).toBeGreaterThan(1);
  });

  it('lets the process go on between many reads', async () => {
    const { backend } = await openBackend({ file: folder.file() });
    const { threadPk } = await run(backend, 't', 'r');
    let turns = 0;
    let reading = true;
    const count = (): void => {
      turns += 1;
      if (reading) setImmediate(count);
    };
    setImmediate(count);
    const deadline = performance.now() + 2_000;
    while (turns < 2 && performance.now() < deadline) await backend.log.read(threadPk, 0, 1_000);
    reading = false;
    await backend.close();
    expect(turns).toBe(2);
  });

  it('is given up in the end, and used again later', async () => {
    const file = folder.file();
    const { backend } = await openBackend({ file, busyTimeoutMs: 50 });
    const rival = await openDriver('auto', file);
    rival.exec('BEGIN IMMEDIATE');
    await expect(acquire(backend, 't', 'r')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/threads\.db stays locked by another connection/),
    });
    rival.exec('ROLLBACK');
    rival.close();
    expect((await acquire(backend, 't', 'r')).kind).toBe('acquired');
    await backend.close();
  });

  it('keeps its content when it is copied while it is open', async () => {
    const file = folder.file();
    const { backend, session } = await openBackend({ file });
    await run(backend, 't', 'r');
    const copy = `${file}.backup`;
    session.exec(`VACUUM INTO '${copy}'`);
    const { backend: restored } = await openBackend({ file: copy });
    expect(await restored.threads.get(ALICE, 't')).toMatchObject({ threadId: 't' });
    await restored.close();
    await backend.close();
    // After the end, the one file is all of it.
    await copyFile(file, `${file}.moved`);
    const { backend: moved } = await openBackend({ file: `${file}.moved` });
    expect(await moved.threads.get(ALICE, 't')).toMatchObject({ threadId: 't' });
    await moved.close();
  });
});
