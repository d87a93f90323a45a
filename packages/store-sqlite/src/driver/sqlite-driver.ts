export type SqlValue = string | number | null | Uint8Array;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/**
 * One prepared statement of a connection. Texts come back exactly as they were bound, whatever they
 * hold; integers up to 2^53 - 1 are exact. Failures are `SqliteFailure`s.
 */
export interface SqliteStatement {
  /** How many rows it changed. */
  run(parameters: readonly SqlValue[]): number;
  all(parameters: readonly SqlValue[]): readonly SqlRow[];
}

/** One connection, the same over every module that brings SQLite. Everything is synchronous. */
export interface SqliteDriver {
  /** The module behind it. */
  readonly name: 'node:sqlite' | 'libsql';
  /** Runs one or more statements that bind nothing and answer nothing. */
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  /** Safe to call repeatedly. */
  close(): void;
}

/** Milliseconds that a statement may block the process in wait for another connection's lock. */
export const BLOCKING_MS = 10;
