import { StoreError } from '@flightdeck/store';

import type { SqlRow } from '../driver/sqlite-driver.js';

// Columns by their type. A value of another type was written by somebody else: StoreError `corrupt`.

export function text(row: SqlRow, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : mismatch(column);
}

export function textOrNull(row: SqlRow, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function integer(row: SqlRow, column: string): number {
  const value = row[column];
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : mismatch(column);
}

export function integerOrNull(row: SqlRow, column: string): number | null {
  return row[column] === null ? null : integer(row, column);
}

export function bytes(row: SqlRow, column: string): Uint8Array {
  const value = row[column];
  return value instanceof Uint8Array ? value : mismatch(column);
}

/** One of the given texts. */
export function oneOf<T extends string>(row: SqlRow, column: string, known: readonly T[]): T {
  const value = row[column];
  return known.find((candidate) => candidate === value) ?? mismatch(column);
}

export function json(row: SqlRow, column: string): unknown {
  try {
    return JSON.parse(text(row, column));
  } catch {
    return mismatch(column);
  }
}

function mismatch(column: string): never {
  const message = `The thread store has an unreadable value in ${column}: restore a backup`;
  throw new StoreError('corrupt', message);
}
