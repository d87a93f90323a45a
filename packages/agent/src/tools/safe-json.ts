import { toBase64 } from '../model/base64.js';

/**
 * The JSON text of any value. What JSON cannot hold becomes something that says what it was: big
 * integers decimal strings, maps objects or lists of pairs, sets lists, errors `{name, message}`,
 * bytes base64, a reference to a value that contains it `"[Circular]"`. `undefined` is `null`.
 *
 * @returns `null` if a getter or `toJSON` of the value throws, or if it is nested too deeply
 */
export function toSafeJson(value: unknown): string | null {
  // From the outermost to the one that is being written, each with what it is written as.
  const ancestors: { readonly original: unknown; readonly plain: object }[] = [];
  function replace(this: object, key: string, converted: unknown): unknown {
    // Bytes of Node convert themselves to lists of numbers before this function sees them.
    const given: unknown = Reflect.get(this, key);
    const original = given instanceof Uint8Array ? given : converted;
    const plain = toPlain(original);
    if (typeof plain !== 'object' || plain === null) return plain;
    while (ancestors.length > 0 && ancestors.at(-1)?.plain !== this) ancestors.pop();
    if (ancestors.some((ancestor) => ancestor.original === original)) return '[Circular]';
    ancestors.push({ original, plain });
    return plain;
  }
  try {
    const text: string | undefined = JSON.stringify(value, replace);
    return text ?? 'null';
  } catch {
    return null;
  }
}

function toPlain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Map) return mapToPlain(value);
  if (value instanceof Set) return [...value];
  if (value instanceof Error) return { name: value.name, message: value.message };
  if (value instanceof ArrayBuffer) return toBase64(new Uint8Array(value));
  if (value instanceof Uint8Array) return toBase64(value);
  return isNumberArray(value) ? Array.from(value) : value;
}

function isNumberArray(value: unknown): value is ArrayLike<number | bigint> & ArrayBufferView {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function mapToPlain(map: ReadonlyMap<unknown, unknown>): unknown {
  const entries = [...map];
  return entries.every(([key]) => typeof key === 'string') ? Object.fromEntries(entries) : entries;
}
