/** Deeper than what people write by hand; what is deeper may have no end. */
const MAX_DEPTH = 32;

/** Thrown for what JSON does not have. */
const NO_JSON = new Error('Not JSON');

/**
 * A deep copy, as `structuredClone` makes it, that shares the strings: those never change, and the texts of
 * a conversation are nearly all of it.
 *
 * @throws DOMException as `structuredClone` does, for what cannot be copied
 */
export function copyJson<T>(value: T): T {
  try {
    return copyOf(value, 0) as T;
  } catch {
    // It knows all the other kinds, loops among them.
    return structuredClone(value);
  }
}

function copyOf(value: unknown, depth: number): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') throw NO_JSON;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) throw NO_JSON;
  if (Array.isArray(value)) return copyOfArray(value, depth);
  if (Object.getPrototypeOf(value) !== Object.prototype) throw NO_JSON;
  const copy: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    // Assigning it would set the prototype instead.
    if (key === '__proto__') throw NO_JSON;
    copy[key] = copyOf(field, depth + 1);
  }
  return copy;
}

function copyOfArray(values: readonly unknown[], depth: number): unknown[] {
  // It has holes, or fields beside its elements.
  if (Object.keys(values).length !== values.length) throw NO_JSON;
  return values.map((value) => copyOf(value, depth + 1));
}
