import { isRecord } from './is-record.js';
import type { JsonSchema } from './json-schema.js';
import type { ToolSchema } from './tool-schema.js';
import { toZod3NumberKeywords, toZod3StringKeywords } from './zod3-checks.js';

/** A schema of zod 3, by the structure that it shows: `_def`, with a `typeName`. */
export interface Zod3Schema {
  readonly _def: Readonly<Record<string, unknown>> & { readonly typeName: string };
  readonly safeParseAsync?: (input: unknown) => Promise<unknown>;
}

export function isZod3Schema(value: unknown): value is Zod3Schema {
  if (!isRecord(value) || !isRecord(value._def)) return false;
  return typeof value._def.typeName === 'string' && value._def.typeName.startsWith('Zod');
}

/** For zod before 3.24, which has no Standard Schema. */
export function readZod3Schema(schema: Zod3Schema): ToolSchema {
  return {
    jsonSchema: toZod3JsonSchema(schema),
    async parse(input) {
      const result: unknown = await schema.safeParseAsync?.(input);
      if (isRecord(result) && result.success === true) return { ok: true, value: result.data };
      const error = isRecord(result) ? result.error : undefined;
      return { ok: false, problem: error instanceof Error ? error.message : 'they do not fit' };
    },
  };
}

/**
 * The JSON Schema (draft 7) of what a zod 3 schema takes, before defaults and transforms. Where JSON
 * Schema cannot say what zod checks, it allows more: zod has the last word on each call.
 *
 * @throws for types that JSON has no values for, as functions
 */
export function toZod3JsonSchema(schema: Zod3Schema): JsonSchema {
  const walk: Walk = { names: new Map(), definitions: {} };
  const root = convert(schema, walk);
  return walk.names.size === 0 ? root : { ...root, definitions: walk.definitions };
}

/** Names of schemas that others refer to, so that recursive ones come to an end. */
interface Walk {
  readonly names: Map<unknown, string>;
  readonly definitions: Record<string, JsonSchema>;
}

type Definition = Zod3Schema['_def'];
type Converter = (definition: Definition, walk: Walk) => JsonSchema;

function convert(value: unknown, walk: Walk): JsonSchema {
  if (!isZod3Schema(value)) return {};
  const { _def: definition } = value;
  const converter = CONVERTERS[definition.typeName];
  if (converter === undefined) throw new Error(`JSON has no values of ${definition.typeName}`);
  const schema = converter(definition, walk);
  const { description } = definition;
  return typeof description === 'string' ? { ...schema, description } : schema;
}

const inner =
  (field: string): Converter =>
  (definition, walk) =>
    convert(definition[field], walk);

const fixed =
  (schema: JsonSchema): Converter =>
  () =>
    schema;

const CONVERTERS: Readonly<Record<string, Converter | undefined>> = {
  ZodString: toZod3StringKeywords,
  ZodNumber: toZod3NumberKeywords,
  ZodBoolean: fixed({ type: 'boolean' }),
  ZodNull: fixed({ type: 'null' }),
  ZodAny: fixed({}),
  ZodUnknown: fixed({}),
  ZodUndefined: fixed({ not: {} }),
  ZodNever: fixed({ not: {} }),
  ZodVoid: fixed({ not: {} }),
  // Only their coerced forms ever match, and those take texts.
  ZodDate: fixed({ type: 'string', format: 'date-time' }),
  ZodBigInt: fixed({ type: ['integer', 'string'] }),
  ZodLiteral: ({ value }) => ({ const: value }),
  ZodEnum: ({ values }) => ({ type: 'string', enum: values }),
  ZodNativeEnum: ({ values }) => ({ enum: enumValues(values) }),
  ZodObject: convertObject,
  ZodRecord: convertRecord,
  ZodArray: convertArray,
  ZodSet: inner('valueType'),
  ZodTuple: convertTuple,
  ZodUnion: convertUnion,
  ZodDiscriminatedUnion: convertUnion,
  ZodIntersection: ({ left, right }, walk) => ({
    allOf: [convert(left, walk), convert(right, walk)],
  }),
  ZodOptional: inner('innerType'),
  ZodNullable: ({ innerType }, walk) => ({
    anyOf: [convert(innerType, walk), { type: 'null' }],
  }),
  ZodDefault: convertDefault,
  ZodCatch: inner('innerType'),
  ZodReadonly: inner('innerType'),
  ZodBranded: inner('type'),
  ZodEffects: inner('schema'),
  ZodPipeline: inner('in'),
  ZodPromise: inner('type'),
  ZodLazy: convertLazy,
};

function convertObject(definition: Definition, walk: Walk): JsonSchema {
  const shape = typeof definition.shape === 'function' ? definition.shape() : definition.shape;
  const fields = isRecord(shape) ? Object.entries(shape) : [];
  const required = fields.filter(([, field]) => !mayBeAbsent(field)).map(([name]) => name);
  const { catchall } = definition;
  const others =
    isZod3Schema(catchall) && catchall._def.typeName !== 'ZodNever'
      ? convert(catchall, walk)
      : definition.unknownKeys === 'passthrough';
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(([name, field]) => [name, convert(field, walk)])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: others,
  };
}

/** Types that take `undefined`, and those that only wrap another type, by the field that holds it. */
const ABSENT_TYPES = [
  'ZodOptional',
  'ZodDefault',
  'ZodCatch',
  'ZodAny',
  'ZodUnknown',
  'ZodUndefined',
  'ZodVoid',
];
const WRAPPERS: Readonly<Record<string, string | undefined>> = {
  ZodNullable: 'innerType',
  ZodReadonly: 'innerType',
  ZodBranded: 'type',
  ZodEffects: 'schema',
  ZodPipeline: 'in',
};

function mayBeAbsent(schema: unknown): boolean {
  if (!isZod3Schema(schema)) return true;
  const { _def: definition } = schema;
  if (ABSENT_TYPES.includes(definition.typeName)) return true;
  if (definition.typeName === 'ZodUnion') return optionsOf(definition).some(mayBeAbsent);
  const wrapped = WRAPPERS[definition.typeName];
  return wrapped !== undefined && mayBeAbsent(definition[wrapped]);
}

function convertRecord(definition: Definition, walk: Walk): JsonSchema {
  const { keyType, valueType } = definition;
  const keys = convert(keyType, walk);
  return {
    type: 'object',
    additionalProperties: convert(valueType, walk),
    ...(Object.keys(keys).some((key) => key !== 'type') ? { propertyNames: keys } : {}),
  };
}

function convertArray(definition: Definition, walk: Walk): JsonSchema {
  const { exactLength, minLength, maxLength } = definition;
  const min = limitOf(exactLength) ?? limitOf(minLength);
  const max = limitOf(exactLength) ?? limitOf(maxLength);
  return {
    type: 'array',
    items: convert(definition.type, walk),
    ...(min === undefined ? {} : { minItems: min }),
    ...(max === undefined ? {} : { maxItems: max }),
  };
}

function limitOf(limit: unknown): number | undefined {
  return isRecord(limit) && typeof limit.value === 'number' ? limit.value : undefined;
}

function convertTuple({ items, rest }: Definition, walk: Walk): JsonSchema {
  const schemas = Array.isArray(items) ? items.map((item) => convert(item, walk)) : [];
  const open = isZod3Schema(rest);
  return {
    type: 'array',
    items: schemas,
    minItems: schemas.length,
    ...(open ? { additionalItems: convert(rest, walk) } : { maxItems: schemas.length }),
  };
}

function convertUnion(definition: Definition, walk: Walk): JsonSchema {
  return { anyOf: optionsOf(definition).map((option) => convert(option, walk)) };
}

/** Discriminated unions kept a map of them in early versions. */
function optionsOf({ options }: Definition): readonly unknown[] {
  if (options instanceof Map) return [...options.values()];
  return Array.isArray(options) ? options : [];
}

function convertDefault(definition: Definition, walk: Walk): JsonSchema {
  const { defaultValue } = definition;
  const schema = convert(definition.innerType, walk);
  return typeof defaultValue === 'function' ? { ...schema, default: defaultValue() } : schema;
}

/** More named types than these are made anew whenever they are asked for, without end. */
const MAX_NAMES = 1000;

/** By the definition of the reference itself: its getter may make a new schema each time. */
function convertLazy(definition: Definition, walk: Walk): JsonSchema {
  const known = walk.names.get(definition);
  if (known !== undefined) return { $ref: `#/definitions/${known}` };
  if (walk.names.size >= MAX_NAMES) throw new Error('they have no end');
  const name = `schema${walk.names.size + 1}`;
  walk.names.set(definition, name);
  const { getter } = definition;
  walk.definitions[name] = convert(typeof getter === 'function' ? getter() : undefined, walk);
  return { $ref: `#/definitions/${name}` };
}

/** Numeric TypeScript enums hold their names as values, too. */
function enumValues(values: unknown): readonly unknown[] {
  if (!isRecord(values)) return [];
  return Object.entries(values)
    .filter(
      ([name, value]) =>
        !(typeof values[String(value)] === 'number' && !Number.isNaN(Number(name))),
    )
    .map(([, value]) => value);
}
