import { isRecord } from './is-record.js';
import type { JsonSchema } from './json-schema.js';
import { createJsonSchemaParser } from './json-schema-parser.js';
import type { ParsedArguments } from './run-tool.js';
import type { ToolSchema } from './tool-schema.js';

/** Marks what `jsonSchema()` and its kin of the AI SDK return. */
export const AI_SDK_SCHEMA = Symbol.for('vercel.ai.schema');

/** `validate` is absent where the maker of the schema gave no check of its own. */
export interface AiSdkSchema {
  readonly jsonSchema: unknown;
  readonly validate?: ((value: unknown) => unknown) | undefined;
}

export function isAiSdkSchema(value: unknown): value is AiSdkSchema {
  return isRecord(value) && Reflect.get(value, AI_SDK_SCHEMA) === true && 'jsonSchema' in value;
}

export function readAiSdkSchema(schema: AiSdkSchema): ToolSchema | Promise<ToolSchema> {
  const { jsonSchema } = schema;
  if (isThenable(jsonSchema)) {
    return Promise.resolve(jsonSchema).then((awaited) => toToolSchema(schema, awaited));
  }
  return toToolSchema(schema, jsonSchema);
}

function toToolSchema(schema: AiSdkSchema, jsonSchema: unknown): ToolSchema {
  if (!isRecord(jsonSchema)) throw new Error('their `jsonSchema` is no JSON Schema');
  return { jsonSchema, parse: parserOf(schema, jsonSchema) };
}

function parserOf(schema: AiSdkSchema, jsonSchema: JsonSchema): ToolSchema['parse'] {
  const { validate } = schema;
  if (typeof validate !== 'function') return createJsonSchemaParser(jsonSchema);
  return async (input) => toParsed(await validate.call(schema, input));
}

function toParsed(result: unknown): ParsedArguments {
  if (isRecord(result) && result.success === true) return { ok: true, value: result.value };
  const error = isRecord(result) ? result.error : undefined;
  return { ok: false, problem: error instanceof Error ? error.message : 'they do not fit' };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return isRecord(value) && typeof value.then === 'function';
}
