import { isRecord } from './is-record.js';
import type { JsonSchema } from './json-schema.js';

/**
 * The schema as providers take it: `type: "object"` at the root, and nothing there that they refuse
 * beside it. The variants of `anyOf` and `oneOf` become one object with the properties of all,
 * of which those are required that every variant requires; `allOf` is merged.
 *
 * It allows whatever the given schema allows, perhaps more: arguments are checked against the given one.
 */
export function toObjectSchema(schema: JsonSchema): JsonSchema {
  const { $schema: _version, ...root } = followRootReference(schema);
  const { anyOf, oneOf, allOf, ...rest } = root;
  let merged: ObjectShape = toShape(rest);
  for (const part of listOf(allOf)) merged = both(merged, shapeOf(part, schema));
  for (const variants of [listOf(anyOf), listOf(oneOf)]) {
    const shapes = variants.map((variant) => shapeOf(variant, schema));
    if (shapes.length > 0) merged = both(merged, shapes.reduce(either));
  }
  const required = [...merged.required];
  const { required: _required, ...kept } = rest;
  return {
    ...kept,
    type: 'object',
    properties: Object.fromEntries(merged.properties),
    ...(required.length > 0 ? { required } : {}),
  };
}

interface ObjectShape {
  readonly properties: ReadonlyMap<string, unknown>;
  readonly required: ReadonlySet<string>;
}

function shapeOf(schema: JsonSchema, root: JsonSchema): ObjectShape {
  return toShape(toObjectSchema(withDefinitionsOf(root, schema)));
}

function withDefinitionsOf(root: JsonSchema, schema: JsonSchema): JsonSchema {
  const { $defs, definitions } = root;
  return {
    ...(definitions === undefined ? {} : { definitions }),
    ...($defs === undefined ? {} : { $defs }),
    ...schema,
  };
}

function toShape(schema: JsonSchema): ObjectShape {
  const { properties, required } = schema;
  return {
    properties: new Map(isRecord(properties) ? Object.entries(properties) : []),
    required: new Set(
      Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [],
    ),
  };
}

function both(first: ObjectShape, second: ObjectShape): ObjectShape {
  return {
    properties: new Map([...first.properties, ...second.properties]),
    required: new Set([...first.required, ...second.required]),
  };
}

function either(first: ObjectShape, second: ObjectShape): ObjectShape {
  const properties = new Map(first.properties);
  for (const [name, schema] of second.properties) {
    properties.set(name, properties.has(name) ? anyOf(properties.get(name), schema) : schema);
  }
  return {
    properties,
    required: new Set([...first.required].filter((name) => second.required.has(name))),
  };
}

function anyOf(first: unknown, second: unknown): unknown {
  if (JSON.stringify(first) === JSON.stringify(second)) return first;
  const alternatives =
    isRecord(first) && Object.keys(first).length === 1 && Array.isArray(first.anyOf)
      ? first.anyOf
      : [first];
  return { anyOf: [...alternatives, second] };
}

function listOf(value: unknown): readonly JsonSchema[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

const ROOT_REFERENCE = /^#\/(\$defs|definitions)\/([^/]+)$/;

/** Generators write a recursive schema as a reference into its own definitions. */
function followRootReference(schema: JsonSchema): JsonSchema {
  const seen = new Set<unknown>();
  let current = schema;
  while (typeof current.$ref === 'string' && !seen.has(current.$ref)) {
    seen.add(current.$ref);
    const [, place, name] = ROOT_REFERENCE.exec(current.$ref) ?? [];
    const definitions = place === undefined ? undefined : schema[place];
    const target = isRecord(definitions) ? definitions[decodePointer(name ?? '')] : undefined;
    if (!isRecord(target)) break;
    const { $ref: _reference, ...rest } = current;
    current = { ...rest, ...target };
  }
  return current;
}

function decodePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
