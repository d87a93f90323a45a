import { isRecord } from './is-record.js';
import type { JsonSchema } from './json-schema.js';

/**
 * The schema as providers take it: `type: "object"` at the root, and none of the words there that
 * they refuse beside it. The variants of `anyOf` and `oneOf` become one object with the properties
 * of all, of which those are required that every variant requires; `allOf` is merged.
 *
 * It allows whatever the given schema allows, perhaps more: arguments are checked against the given one.
 */
export function toObjectSchema(schema: JsonSchema): JsonSchema {
  const walk: Walk = { root: schema, byReference: new Map() };
  const resolved = resolve(schema, walk);
  const { properties, required } = shapeOf(schema, walk);
  const rest = Object.entries(resolved).filter(([keyword]) => !REPLACED.has(keyword));
  const { additionalProperties } = resolved;
  const isPlain = COMPOSED.every((keyword) => resolved[keyword] === undefined);
  return {
    ...Object.fromEntries(rest),
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.size > 0 ? { required: [...required] } : {}),
    // Said of one variant only, it might forbid what another one has.
    ...(isPlain && additionalProperties !== undefined ? { additionalProperties } : {}),
  };
}

const COMPOSED = ['$ref', 'anyOf', 'oneOf', 'allOf'];
const REPLACED = new Set([...COMPOSED, '$schema', 'not', 'required', 'additionalProperties']);

interface ObjectShape {
  readonly properties: ReadonlyMap<string, unknown>;
  readonly required: ReadonlySet<string>;
}

/** Each reference is followed once, so that no schema takes longer than its size. */
interface Walk {
  readonly root: JsonSchema;
  readonly byReference: Map<string, ObjectShape>;
}

const NO_SHAPE: ObjectShape = { properties: new Map(), required: new Set() };

function shapeOf(schema: JsonSchema, walk: Walk): ObjectShape {
  let shape = ownShape(schema);
  if (typeof schema.$ref === 'string') shape = both(shape, referredShape(schema.$ref, walk));
  for (const part of listOf(schema.allOf)) shape = both(shape, shapeOf(part, walk));
  for (const variants of [listOf(schema.anyOf), listOf(schema.oneOf)]) {
    const shapes = variants.filter(({ type }) => type !== 'null').map((one) => shapeOf(one, walk));
    if (shapes.length > 0) shape = both(shape, either(shapes));
  }
  return shape;
}

function referredShape(reference: string, walk: Walk): ObjectShape {
  const known = walk.byReference.get(reference);
  if (known !== undefined) return known;
  // For references into themselves.
  walk.byReference.set(reference, NO_SHAPE);
  const target = definitionOf(reference, walk.root);
  const shape = target === undefined ? NO_SHAPE : shapeOf(target, walk);
  walk.byReference.set(reference, shape);
  return shape;
}

const REFERENCE = /^#\/(\$defs|definitions)\/([^/]+)$/;

function definitionOf(reference: string, root: JsonSchema): JsonSchema | undefined {
  const [, place = '', name = ''] = REFERENCE.exec(reference) ?? [];
  const definitions = root[place];
  const key = name.replaceAll('~1', '/').replaceAll('~0', '~');
  const found = isRecord(definitions) && Object.hasOwn(definitions, key) ? definitions[key] : null;
  return isRecord(found) ? found : undefined;
}

/** Generators write a recursive schema as a reference into its own definitions. */
function resolve(schema: JsonSchema, walk: Walk): JsonSchema {
  const target = typeof schema.$ref === 'string' ? definitionOf(schema.$ref, walk.root) : undefined;
  const { description, title } = target ?? {};
  return {
    ...(description === undefined ? {} : { description }),
    ...(title === undefined ? {} : { title }),
    ...schema,
  };
}

function ownShape({ properties, required }: JsonSchema): ObjectShape {
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

function either(shapes: readonly ObjectShape[]): ObjectShape {
  const alternatives = new Map<string, Map<string, unknown>>();
  for (const { properties } of shapes) {
    for (const [name, schema] of properties) {
      const known = alternatives.get(name) ?? new Map<string, unknown>();
      alternatives.set(name, known.set(JSON.stringify(schema), schema));
    }
  }
  const properties = new Map<string, unknown>();
  for (const [name, schemas] of alternatives) {
    const [only, ...others] = schemas.values();
    properties.set(name, others.length === 0 ? only : { anyOf: [only, ...others] });
  }
  const [first = NO_SHAPE, ...rest] = shapes;
  return {
    properties,
    required: new Set(
      [...first.required].filter((name) => rest.every(({ required }) => required.has(name))),
    ),
  };
}

function listOf(value: unknown): readonly JsonSchema[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
