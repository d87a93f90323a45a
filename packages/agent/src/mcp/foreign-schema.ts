import { isRecord } from '../tools/is-record.js';
import type { JsonSchema } from '../tools/json-schema.js';

const ANY_OBJECT: JsonSchema = { type: 'object', properties: {} };

/**
 * The JSON Schema of a tool that another library made: `inputSchema` or `parameters`, or `schema.parameters` of version 1, each
 * a schema of the AI SDK, a Standard Schema that knows its JSON Schema, Zod 4, or a plain JSON Schema. An object without known
 * properties for anything else.
 */
export async function foreignSchemaOf(
  tool: Readonly<Record<string, unknown>>,
): Promise<JsonSchema> {
  const v1 = isRecord(tool['schema']) ? tool['schema']['parameters'] : undefined;
  const given = tool['inputSchema'] ?? tool['parameters'] ?? v1;
  try {
    return (await jsonSchemaOf(given)) ?? ANY_OBJECT;
  } catch {
    return ANY_OBJECT;
  }
}

async function jsonSchemaOf(given: unknown): Promise<JsonSchema | undefined> {
  const schema: unknown = isLazy(given) ? given() : given;
  if (!isObjectLike(schema)) return undefined;
  const inner = await schema['jsonSchema'];
  if (isRecord(inner)) return inner;
  if (typeof inner === 'string') return parsed(inner);
  const standard = standardSchemaOf(schema);
  if (standard !== undefined) return standard;
  if (typeof schema['toJSONSchema'] === 'function') {
    const made: unknown = schema['toJSONSchema']();
    return isRecord(made) ? made : undefined;
  }
  return '~standard' in schema ? undefined : plainSchemaOf(schema);
}

function standardSchemaOf(schema: Readonly<Record<string, unknown>>): JsonSchema | undefined {
  const standard = schema['~standard'];
  const json = isObjectLike(standard) ? standard['jsonSchema'] : undefined;
  if (!isObjectLike(json) || typeof json['input'] !== 'function') return undefined;
  const made: unknown = json['input']({ target: 'draft-07' });
  return isRecord(made) ? made : undefined;
}

function plainSchemaOf(schema: Readonly<Record<string, unknown>>): JsonSchema | undefined {
  return typeof schema['type'] === 'string' || isRecord(schema['properties'])
    ? { type: 'object', ...schema }
    : undefined;
}

function parsed(text: string): JsonSchema | undefined {
  const value: unknown = JSON.parse(text);
  return isRecord(value) ? value : undefined;
}

/** The AI SDK may make a schema when it is first needed. */
function isLazy(value: unknown): value is () => unknown {
  return typeof value === 'function' && !('~standard' in value);
}

/** Schemas of some libraries are functions with fields. */
function isObjectLike(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) || typeof value === 'function';
}
