import { isRecord } from './is-record.js';
import type { JsonSchema } from './json-schema.js';

type Definition = Readonly<Record<string, unknown>>;
type Keywords = Readonly<Record<string, unknown>>;

/** The keywords for the checks of a zod 3 string; checks that JSON Schema has no word for are left out. */
export function toZod3StringKeywords(definition: Definition): JsonSchema {
  // A coerced text may begin as anything.
  if (definition.coerce === true) return {};
  return combine({ type: 'string' }, checksOf(definition).map(toStringKeywords));
}

/** The keywords for the checks of a zod 3 number. */
export function toZod3NumberKeywords(definition: Definition): JsonSchema {
  return combine({ type: 'number' }, checksOf(definition).map(toNumberKeywords));
}

/** Each keyword can stand once: a second pattern goes into `allOf`. */
function combine(base: Keywords, parts: readonly Keywords[]): JsonSchema {
  let schema = base;
  const more: Keywords[] = [];
  for (const part of parts) {
    if ('pattern' in part && 'pattern' in schema) more.push(part);
    else schema = { ...schema, ...part };
  }
  return more.length === 0 ? schema : { ...schema, allOf: more };
}

function checksOf({ checks }: Definition): readonly Definition[] {
  return Array.isArray(checks) ? checks.filter(isRecord) : [];
}

const FORMATS: Readonly<Record<string, string | undefined>> = {
  email: 'email',
  url: 'uri',
  uuid: 'uuid',
  datetime: 'date-time',
  date: 'date',
  time: 'time',
  duration: 'duration',
};

function toStringKeywords({ kind, value, regex }: Definition): Keywords {
  switch (kind) {
    case 'min':
      return { minLength: value };
    case 'max':
      return { maxLength: value };
    case 'length':
      return { minLength: value, maxLength: value };
    case 'regex':
      // Flags have no place in JSON Schema.
      return regex instanceof RegExp && regex.flags === '' ? { pattern: regex.source } : {};
    case 'startsWith':
      return { pattern: `^${escapePattern(value)}` };
    case 'endsWith':
      return { pattern: `${escapePattern(value)}$` };
    case 'includes':
      return { pattern: escapePattern(value) };
    default: {
      const format = FORMATS[String(kind)];
      return format === undefined ? {} : { format };
    }
  }
}

function toNumberKeywords({ kind, value, inclusive }: Definition): Keywords {
  switch (kind) {
    case 'int':
      return { type: 'integer' };
    case 'min':
      return inclusive === false ? { exclusiveMinimum: value } : { minimum: value };
    case 'max':
      return inclusive === false ? { exclusiveMaximum: value } : { maximum: value };
    case 'multipleOf':
      return { multipleOf: value };
    default:
      return {};
  }
}

function escapePattern(text: unknown): string {
  return String(text).replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
