import { isRecord } from '../internal/is-record.js';

/**
 * JSON that is the same for equal values, whatever the order of their fields.
 *
 * @param idOf stands for functions and for objects of classes, of which JSON shows little. @default as JSON has them
 */
export function stableJson(value: unknown, idOf?: (value: object) => number): string {
  return JSON.stringify(value, (_name, field: unknown) => {
    if (idOf !== undefined && isOpaque(field)) return { id: idOf(field) };
    return isRecord(field)
      ? Object.fromEntries(Object.entries(field).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : field;
  });
}

function isOpaque(value: unknown): value is object {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== null && prototype !== Object.prototype;
}
