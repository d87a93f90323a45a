import { isRecord } from './is-record.js';
import type { JsonSchema } from './json-schema.js';

/** What a value is compared with, or what says nothing of values. */
const MAPS = new Set(['properties', 'dependentSchemas']);
const LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items']);
const SCHEMAS = new Set([
  'items',
  'additionalItems',
  'additionalProperties',
  'contains',
  'propertyNames',
]);

/**
 * Words left out: patterns, which may take for ever, and those that forbid more when what is within
 * them says less. Definitions are only for references.
 */
const OMITTED = new Set([
  'pattern',
  'patternProperties',
  'not',
  'if',
  'then',
  'else',
  'unevaluatedItems',
  'unevaluatedProperties',
  '$defs',
  'definitions',
  'maxContains',
  'dependencies',
]);

const REFERENCES = ['$ref', '$recursiveRef', '$dynamicRef'];

/**
 * A schema that anybody may have sent, made safe to check values with: the time that takes grows
 * with schema and value, not faster. It allows what the given one allows, and more.
 *
 * @returns `null` for a schema with references, by which few words can become any number of checks
 */
export function toCheckableSchema(schema: JsonSchema): JsonSchema | null {
  if (REFERENCES.some((keyword) => keyword in schema)) return null;
  const checkable: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (OMITTED.has(keyword)) continue;
    // Its other properties are those that no pattern allows.
    if (keyword === 'additionalProperties' && 'patternProperties' in schema) continue;
    const part = toCheckablePart(keyword, value);
    // A `null` of the schema itself is a constant.
    if (part === null && value !== null) return null;
    // One of several may be more than one when they allow more; both may be there.
    if (keyword === 'oneOf') checkable.allOf = [...listOf(checkable.allOf), { anyOf: part }];
    else if (keyword === 'allOf') checkable.allOf = [...listOf(checkable.allOf), ...listOf(part)];
    else checkable[keyword] = part;
  }
  return checkable;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** `null` where there is a reference within. */
function toCheckablePart(keyword: string, value: unknown): unknown {
  if (MAPS.has(keyword) && isRecord(value)) {
    const parts = Object.entries(value).map(([name, part]) => [name, checkableOf(part)] as const);
    return parts.some(([, part]) => part === null) ? null : Object.fromEntries(parts);
  }
  if (LISTS.has(keyword) && Array.isArray(value)) {
    const parts = value.map(checkableOf);
    return parts.includes(null) ? null : parts;
  }
  if (SCHEMAS.has(keyword)) return checkableOf(value);
  return value;
}

function checkableOf(schema: unknown): unknown {
  if (isRecord(schema)) return toCheckableSchema(schema);
  return schema === false ? false : {};
}
