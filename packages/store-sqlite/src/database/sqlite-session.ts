import type { SqliteDriver, SqliteStatement, SqlRow, SqlValue } from '../driver/sqlite-driver.js';

/** The statements of one connection, each prepared once. Within a transaction all of them belong to it. */
export class SqliteSession {
  readonly #driver: SqliteDriver;
  /** By their text: there are as many as the sources have. */
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(driver: SqliteDriver) {
    this.#driver = driver;
  }

  /** Runs statements that bind nothing and answer nothing. */
  exec(sql: string): void {
    this.#driver.exec(sql);
  }

  /** How many rows it changed. */
  run(sql: string, ...parameters: readonly SqlValue[]): number {
    return this.#statement(sql).run(parameters);
  }

  all(sql: string, ...parameters: readonly SqlValue[]): readonly SqlRow[] {
    return this.#statement(sql).all(parameters);
  }

  /** The first row. */
  get(sql: string, ...parameters: readonly SqlValue[]): SqlRow | undefined {
    return this.#statement(sql).all(parameters)[0];
  }

  #statement(sql: string): SqliteStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#driver.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
