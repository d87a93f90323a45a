import { isRecord } from '../internal/is-record.js';

/** JSON that is the same for equal values, whatever the order of their fields. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_name, field: unknown) =>
    isRecord(field)
      ? Object.fromEntries(Object.entries(field).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );
}
