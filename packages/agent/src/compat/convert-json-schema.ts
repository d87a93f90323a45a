import { AgentConfigError } from '../options/agent-config-error.js';
import { isRecord } from '../tools/is-record.js';
import type { JsonSchema } from '../tools/json-schema.js';

/** A schema of zod, of whichever version, as far as it is used here. */
export interface ZodSchemaLike {
  optional(): ZodSchemaLike;
  describe(description: string): ZodSchemaLike;
  parse(value: unknown): unknown;
  safeParse(value: unknown): { readonly success: boolean; readonly data?: unknown };
}

/** The `z` of zod 3 or 4. */
export interface ZodLike {
  any(): unknown;
  string(): unknown;
  number(): unknown;
  boolean(): unknown;
  null(): unknown;
  literal(value: never): unknown;
  array(item: never): unknown;
  union(options: never): unknown;
  object(shape: never): unknown;
}

/**
 * Makes a zod schema of a JSON Schema: objects, lists, texts, numbers, booleans, `null`, `enum`,
 * `const`, `anyOf`, `oneOf` and descriptions. Where zod has no word for something, it allows any value.
 *
 * @param required - whether a value has to be there; otherwise the schema is optional
 * @param zod - the `z` to use. By default that of the package `zod` which the application has
 *   installed: found from the working directory, on Node only
 * @throws AgentConfigError if there is no zod
 * @deprecated The agent's tools take JSON Schemas as they are.
 */
export function convertJsonSchemaToZodSchema<Schema = ZodSchemaLike>(
  jsonSchema: unknown,
  required: boolean,
  zod: ZodLike = installedZod(),
): Schema {
  const schema = convert(isRecord(jsonSchema) ? jsonSchema : {}, zod);
  // The caller knows which zod it is.
  return (required ? schema : schema.optional()) as Schema;
}

function convert(schema: JsonSchema, zod: ZodLike): ZodSchemaLike {
  const converted = convertType(schema, zod);
  return typeof schema.description === 'string'
    ? converted.describe(schema.description)
    : converted;
}

function convertType(schema: JsonSchema, zod: ZodLike): ZodSchemaLike {
  const { const: constant, enum: values, anyOf, oneOf, type } = schema;
  if (constant !== undefined) return literals([constant], zod);
  if (Array.isArray(values)) return literals(values, zod);
  const variants: unknown = anyOf ?? oneOf;
  if (Array.isArray(variants)) {
    return union(
      variants.map((variant) => convert(isRecord(variant) ? variant : {}, zod)),
      zod,
    );
  }
  if (Array.isArray(type))
    return union(
      type.map((one) => convertType({ ...schema, type: one }, zod)),
      zod,
    );
  return convertNamed(schema, zod);
}

function convertNamed(schema: JsonSchema, zod: ZodLike): ZodSchemaLike {
  switch (schema.type) {
    case 'object':
      return convertObject(schema, zod);
    case 'array':
      return made(zod.array(convert(isRecord(schema.items) ? schema.items : {}, zod) as never));
    case 'string':
      return made(zod.string());
    case 'integer':
      return made(call(zod.number(), 'int'));
    case 'number':
      return made(zod.number());
    case 'boolean':
      return made(zod.boolean());
    case 'null':
      return made(zod.null());
    default:
      return made(zod.any());
  }
}

function convertObject(schema: JsonSchema, zod: ZodLike): ZodSchemaLike {
  const properties = isRecord(schema.properties) ? Object.entries(schema.properties) : [];
  const required: readonly unknown[] = Array.isArray(schema.required) ? schema.required : [];
  const shape = Object.fromEntries(
    properties.map(([name, property]) => {
      const converted = convert(isRecord(property) ? property : {}, zod);
      return [name, required.includes(name) ? converted : converted.optional()];
    }),
  );
  const object = zod.object(shape as never);
  return made(call(object, schema.additionalProperties === false ? 'strict' : 'passthrough'));
}

/** zod has literals of primitive values only. */
function literals(values: readonly unknown[], zod: ZodLike): ZodSchemaLike {
  const known = values.filter((value) => value === null || typeof value !== 'object');
  if (known.length < values.length) return made(zod.any());
  return union(
    known.map((value) => made(zod.literal(value as never))),
    zod,
  );
}

function union(schemas: readonly ZodSchemaLike[], zod: ZodLike): ZodSchemaLike {
  const [first] = schemas;
  if (first === undefined) return made(zod.any());
  return schemas.length === 1 ? first : made(zod.union([...schemas] as never));
}

/** What a `z` makes has these methods in all versions; their declared types differ. */
function made(schema: unknown): ZodSchemaLike {
  return schema as ZodSchemaLike;
}

function call(schema: unknown, method: string): unknown {
  return (schema as Record<string, () => unknown>)[method]?.();
}

function installedZod(): ZodLike {
  try {
    // The function is synchronous, so the package cannot be imported; it is only needed here.
    const { createRequire } = process.getBuiltinModule('module');
    // Of zod 3 and 4 alike.
    return createRequire(`${process.cwd()}/index.js`)('zod') as ZodLike;
  } catch (error) {
    throw new AgentConfigError(
      'convertJsonSchemaToZodSchema needs zod: install it, or give its `z` as the third argument',
      { cause: error },
    );
  }
}
