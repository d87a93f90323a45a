import { writeFile } from 'node:fs/promises';

import { openDriver, type SqliteDriverName } from '../src/driver/open-driver.js';
import { openLibsqlDriver } from '../src/driver/open-libsql-driver.js';
import { hasNodeSqlite } from '../src/driver/open-node-driver.js';
import { BLOCKING_MS, type SqliteDriver, type SqlValue } from '../src/driver/sqlite-driver.js';
import { RESULT } from '../src/driver/sqlite-failure.js';
import { tempFolder, type TempFolder } from './support/temp-folder.js';

const names: SqliteDriverName[] = hasNodeSqlite() ? ['node', 'libsql'] : ['libsql'];

describe.each(names)('the driver %s', (name) => {
  let folder: TempFolder;
  let drivers: SqliteDriver[];
  beforeAll(async () => {
    folder = await tempFolder();
  });
  beforeEach(() => {
    drivers = [];
  });
  afterEach(() => {
    for (const driver of drivers) driver.close();
  });
  afterAll(() => folder.remove());

  async function open(file = ':memory:'): Promise<SqliteDriver> {
    const driver = await openDriver(name, file);
    drivers.push(driver);
    return driver;
  }

  /** What comes back of a value that was stored. */
  async function returned(value: SqlValue): Promise<unknown> {
    const driver = await open();
    driver.exec('create table kept (value)');
    driver.prepare('insert into kept values (?)').run([value]);
    return driver.prepare('select value from kept').all([])[0]?.['value'];
  }

  it.each([
    '',
    'a\u0000b',
    '\u0000',
    '\ud800',
    'x\udc00y',
    '\udc00\ud800',
    '🎉 日本 e\u0301',
    '\u001b0000',
    '\u001b',
    '\u001e\n\r',
  ])('gives back the text %j exactly', async (text) => {
    expect(await returned(text)).toBe(text);
  });

  it('finds what was stored under a text that is hard to keep', async () => {
    const driver = await open();
    driver.exec('create table kept (value text primary key)');
    for (const text of ['a\u0000b', 'a', '\ud800', '\ufffd', '\u001bd800']) {
      driver.prepare('insert into kept values (?)').run([text]);
      const found = driver.prepare('select value from kept where value = ?').all([text]);
      expect(found).toEqual([{ value: text }]);
    }
  });

  it.each([0, -1, 2 ** 31, 2 ** 53 - 1, -(2 ** 53 - 1), 0.5, null])(
    'gives back the number %p exactly',
    async (value) => {
      expect(await returned(value)).toBe(value);
    },
  );

  it('keeps integers exact in columns and sums', async () => {
    const driver = await open();
    driver.exec('create table kept (value integer)');
    driver.prepare('insert into kept values (?)').run([2 ** 53 - 2]);
    const rows = driver
      .prepare('select value + 1 as next, typeof(value) as type from kept')
      .all([]);
    expect(rows).toEqual([{ next: 2 ** 53 - 1, type: 'integer' }]);
  });

  it('gives back bytes, and a part of a buffer as that part', async () => {
    const whole = new Uint8Array([9, 0, 255, 1, 9]);
    expect(await returned(whole.subarray(1, 4))).toEqual(new Uint8Array([0, 255, 1]));
    expect(await returned(new Uint8Array())).toEqual(new Uint8Array());
  });

  it('refuses what SQLite has no type for, and lives on', async () => {
    const driver = await open();
    const statement = driver.prepare('select ?');
    for (const value of [true, undefined, {}, 1n]) {
      expect(() => statement.all([value as unknown as SqlValue])).toThrow(TypeError);
    }
    expect(statement.all([1])).toHaveLength(1);
  });

  it('counts the rows that a statement changed, and answers those it returns', async () => {
    const driver = await open();
    driver.exec('create table kept (value); insert into kept values (1), (2), (3)');
    expect(driver.prepare('update kept set value = 0 where value > ?').run([1])).toBe(2);
    expect(driver.prepare('delete from kept where value = ?').run([7])).toBe(0);
    expect(driver.prepare('insert into kept values (?) returning value').all([4])).toEqual([
      { value: 4 },
    ]);
  });

  it('tells failures by the result code of SQLite', async () => {
    const driver = await open();
    driver.exec('create table kept (value unique); insert into kept values (1)');
    const failing = (sql: string) => () => driver.exec(sql);
    expect(failing('insert into kept values (1)')).toThrow(expect.objectContaining({ result: 19 }));
    expect(failing('select * from nothing')).toThrow(
      expect.objectContaining({
        result: RESULT.error,
        message: expect.stringContaining('nothing'),
      }),
    );
    driver.exec('PRAGMA max_page_count = 4');
    expect(failing('insert into kept values (zeroblob(100000))')).toThrow(
      expect.objectContaining({ result: RESULT.full }),
    );
  });

  it('tells that somebody else holds the lock without waiting long for it', async () => {
    const file = folder.file();
    const holder = await open(file);
    holder.exec('PRAGMA journal_mode = WAL; create table kept (value)');
    const other = await open(file);
    holder.exec('BEGIN IMMEDIATE');
    expect(() => other.exec('BEGIN IMMEDIATE')).toThrow(expect.objectContaining({ isBusy: true }));
    // Not the seconds that a driver would wait by default: the process stands still meanwhile.
    expect(Object.values(other.prepare('PRAGMA busy_timeout').all([])[0] ?? {})).toEqual([
      BLOCKING_MS,
    ]);
    holder.exec('ROLLBACK');
    other.exec('BEGIN IMMEDIATE; ROLLBACK');
  });

  it('tells what is not a database, and what cannot be opened', async () => {
    const file = folder.file();
    await writeFile(file, 'neither this nor that '.repeat(200));
    const driver = await open(file);
    expect(() => driver.exec('PRAGMA journal_mode = WAL')).toThrow(
      expect.objectContaining({ result: RESULT.notADatabase }),
    );
    await expect(open(folder.file('missing/x.db'))).rejects.toMatchObject({
      result: RESULT.cannotOpen,
    });
  });

  it('closes more than once', async () => {
    const driver = await open();
    driver.close();
    driver.close();
    expect(() => driver.exec('select 1')).toThrow();
  });
});

describe('choosing a driver', () => {
  it.each([
    ['20.19.0', false],
    ['22.12.0', false],
    ['22.13.0', true],
    ['23.3.0', false],
    ['23.4.0', true],
    ['24.0.0', true],
  ])('knows that Node %s has SQLite built in: %p', (version, built) => {
    expect(hasNodeSqlite(version)).toBe(built);
  });

  it('names the package that is missing, and what to do about it', async () => {
    const missing = (): Promise<never> => Promise.reject(new Error('Cannot find module'));
    await expect(openLibsqlDriver(':memory:', missing)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/need the package libsql on Node .*npm install libsql/),
    });
  });

  it('takes the built-in one where there is one', async () => {
    const driver = await openDriver('auto', ':memory:');
    expect(driver.name).toBe(hasNodeSqlite() ? 'node:sqlite' : 'libsql');
    driver.close();
  });
});
