import { StoreError } from '@flightdeck/store';

import { fromStored } from './stored-text.js';

/** A row as the driver gives it: which type a bigint comes as depends on its settings. */
export type Row = Readonly<Record<string, unknown>>;

/** @throws StoreError `corrupt` for what no safe integer is */
export function integer(row: Row, field: string): number {
  const value = integerOrNull(row, field);
  if (value === null) throw malformed(field);
  return value;
}

export function integerOrNull(row: Row, field: string): number | null {
  const value = row[field];
  if (value === null || value === undefined) return null;
  const number = typeof value === 'object' ? Number.NaN : Number(value);
  if (!Number.isSafeInteger(number)) throw malformed(field);
  return number;
}

export function text(row: Row, field: string): string {
  const value = textOrNull(row, field);
  if (value === null) throw malformed(field);
  return value;
}

export function textOrNull(row: Row, field: string): string | null {
  const value = row[field];
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string') throw malformed(field);
  return fromStored(value);
}

/** A text that was not escaped because it cannot need it: JSON, and what this package makes up. */
export function rawText(row: Row, field: string): string {
  const value = row[field];
  if (typeof value !== 'string') throw malformed(field);
  return value;
}

export function flag(row: Row, field: string): boolean {
  const value = row[field];
  if (typeof value !== 'boolean') throw malformed(field);
  return value;
}

export function bytes(row: Row, field: string): Uint8Array {
  const value = row[field];
  if (!(value instanceof Uint8Array)) throw malformed(field);
  return value;
}

export function malformed(what: string, cause?: unknown): StoreError {
  return new StoreError('corrupt', `PostgreSQL answered what was never stored as ${what}`, {
    cause,
  });
}
