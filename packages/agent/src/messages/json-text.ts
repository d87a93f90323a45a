/**
 * A value as JSON text, whatever it is: never throws. A bigint becomes its digits as a string, a
 * reference back to an enclosing object `"[Circular]"`, what has no JSON form at all `null`.
 */
export function jsonText(value: unknown, indent = 0): string {
  try {
    // `JSON.stringify` gives undefined for a function or a symbol, against its declared type.
    return (JSON.stringify(plain(value, []), null, indent) as string | undefined) ?? 'null';
  } catch {
    return 'null';
  }
}

const MAX_DEPTH = 200;

function plain(value: unknown, enclosing: readonly object[]): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (enclosing.includes(value)) return '[Circular]';
  if (enclosing.length >= MAX_DEPTH) return '[Too deep]';
  const around = [...enclosing, value];
  const own = 'toJSON' in value && typeof value.toJSON === 'function' ? value.toJSON() : value;
  if (own !== value) return plain(own, around);
  if (Array.isArray(value)) return value.map((item) => plain(item, around));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, around)]));
}
