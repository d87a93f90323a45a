const HALF = /\p{Surrogate}/gu;
/** Quick to find out that there is none: most texts are long and have none, such as those of files. */
const PART_OF_ONE = /[\uD800-\uDFFF]/;

/**
 * The text without halves of characters, which cut texts and odd tools leave behind: providers refuse
 * the whole request for one.
 */
export function toWellFormed(text: string): string {
  return PART_OF_ONE.test(text) ? text.replaceAll(HALF, '\uFFFD') : text;
}

/** The value with {@link toWellFormed} texts, however deep; bytes and other objects of a class as they are. */
export function withWellFormedTexts<Value>(value: Value): Value {
  return converted(value) as Value; // texts for texts, the rest as it was
}

function converted(value: unknown): unknown {
  if (typeof value === 'string') return toWellFormed(value);
  if (Array.isArray(value)) return value.map(converted);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, converted(item)]));
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
