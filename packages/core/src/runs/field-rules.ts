import { isRecord } from '../internal/is-record.js';

/**
 * Answers what stands for a value from now on: the value itself if every client version accepts it,
 * a form of it that they do, or `undefined` if there is none.
 */
export type Accept = (value: unknown) => unknown;

/** What the protocol says about one field. Fields without a rule are left alone. */
export interface FieldRule {
  readonly name: string;
  readonly accept: Accept;
  /** Without it, a field that has no acceptable form is left out. */
  readonly required?: boolean;
}

export function acceptText(value: unknown): unknown {
  return typeof value === 'string' ? value : undefined;
}

export function acceptRecord(value: unknown): unknown {
  return isRecord(value) ? value : undefined;
}

export function acceptBoolean(value: unknown): unknown {
  return typeof value === 'boolean' ? value : undefined;
}

export function acceptOneOf(allowed: readonly string[]): Accept {
  return (value) => (typeof value === 'string' && allowed.includes(value) ? value : undefined);
}

/** Accepts a list by its entries; those without an acceptable form are left out. */
export function acceptListOf(accept: Accept): Accept {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const entries: readonly unknown[] = value;
    const accepted = entries.map(accept);
    if (accepted.every((entry, index) => entry !== undefined && entry === entries[index])) {
      return value;
    }
    return accepted.filter((entry) => entry !== undefined);
  };
}

export function acceptFields(rules: readonly FieldRule[]): Accept {
  return (value) => {
    if (!isRecord(value)) return undefined;
    const conformed = conform(value, rules);
    return typeof conformed === 'string' ? undefined : conformed;
  };
}

/**
 * The record with every described field in an accepted form: the same object when there was nothing
 * to change. When a required field has no accepted form, the name of that field.
 */
export function conform<T extends Readonly<Record<string, unknown>>>(
  record: T,
  rules: readonly FieldRule[],
): T | string {
  let copy: Record<string, unknown> | null = null;
  for (const { name, accept, required = false } of rules) {
    const value = record[name];
    if (value === undefined && !required) continue;
    const accepted = accept(value);
    if (accepted === undefined && required) return name;
    if (accepted === value) continue;
    copy ??= { ...record };
    if (accepted === undefined) delete copy[name];
    else copy[name] = accepted;
  }
  // Holds because `copy` differs from `record` only in fields that its type leaves open.
  return copy === null ? record : (copy as T);
}

/** The record without one optional field. */
export function without<T extends Readonly<Record<string, unknown>>>(record: T, name: string): T {
  if (record[name] === undefined) return record;
  const copy: Record<string, unknown> = { ...record };
  delete copy[name];
  // Holds because only optional fields are ever removed.
  return copy as T;
}
