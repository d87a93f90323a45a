import { fromSqlText, toSqlText } from './sql-text.js';
import type { SqlRow, SqlValue } from './sqlite-driver.js';

/** Parameters as every driver takes them. */
export function toBindings(parameters: readonly SqlValue[]): SqlValue[] {
  return parameters.map(toBinding);
}

function toBinding(value: SqlValue): SqlValue {
  if (typeof value === 'string') return toSqlText(value);
  const known = value === null || typeof value === 'number' || value instanceof Uint8Array;
  // Checked at run time too: libsql ends the whole process over a boolean.
  if (!known) throw new TypeError(`SQLite cannot bind a value of type ${typeof value}`);
  return value;
}

/** Rows as plain objects in a plain array, whatever the driver made of them, and in whatever realm. */
export function fromRows(rows: readonly unknown[]): SqlRow[] {
  return Array.from(rows, (row) => {
    const clean: Record<string, SqlValue> = {};
    for (const [name, value] of Object.entries(Object(row))) clean[name] = fromColumn(value);
    return clean;
  });
}

function fromColumn(value: unknown): SqlValue {
  if (typeof value === 'string') return fromSqlText(value);
  if (value === null || typeof value === 'number' || value instanceof Uint8Array) return value;
  if (typeof value === 'bigint') return Number(value);
  // Not by instanceof: the buffer may come from another realm.
  if (Object.prototype.toString.call(value) === '[object ArrayBuffer]') {
    return new Uint8Array(value as ArrayBuffer); // its class was just checked
  }
  throw new TypeError(`SQLite answered a value of type ${typeof value}`);
}
