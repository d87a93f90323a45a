import { AgentConfigError } from '../options/agent-config-error.js';
import { isAiSdkSchema, readAiSdkSchema } from './ai-sdk-schema.js';
import { isRecord } from './is-record.js';
import type { JsonSchema } from './json-schema.js';
import { createJsonSchemaParser } from './json-schema-parser.js';
import { toObjectSchema } from './object-schema.js';
import type { ParsedArguments } from './run-tool.js';
import { isStandardSchema, readStandardSchema } from './standard-schema.js';
import { isZod3Schema, readZod3Schema } from './zod3-json-schema.js';

/** The parameters of a tool as the agent uses them, whichever library they were written with. */
export interface ToolSchema {
  /** As the library tells it: for the model, after `toObjectSchema`. */
  readonly jsonSchema: JsonSchema;
  /** Checks and converts parsed JSON. May throw what a schema throws. */
  readonly parse: (input: unknown) => ParsedArguments | Promise<ParsedArguments>;
}

/**
 * Reads the `parameters` of a tool definition. A promise where a library has to be loaded first, or
 * where the schema itself comes later.
 *
 * @throws {@link AgentConfigError} naming the tool, if no JSON Schema can be made of it; the promise
 *   rejects with the same
 */
export function readToolSchema(
  toolName: string,
  parameters: unknown,
): ToolSchema | Promise<ToolSchema> {
  try {
    const schema = read(parameters);
    if (!(schema instanceof Promise)) return forModel(schema);
    return schema.then(forModel).catch((error: unknown) => {
      throw toConfigError(toolName, error);
    });
  } catch (error) {
    throw toConfigError(toolName, error);
  }
}

function forModel({ jsonSchema, parse }: ToolSchema): ToolSchema {
  return { jsonSchema: toObjectSchema(jsonSchema), parse };
}

function read(parameters: unknown): ToolSchema | Promise<ToolSchema> {
  if (parameters === undefined || parameters === null) return plain({});
  if (isAiSdkSchema(parameters)) return readAiSdkSchema(parameters);
  if (isStandardSchema(parameters)) return readStandardSchema(parameters);
  if (isZod3Schema(parameters)) return readZod3Schema(parameters);
  // The AI SDK's lazy schemas.
  if (typeof parameters === 'function') return read(parameters());
  if (!isRecord(parameters)) throw new Error('they are no schema');
  if (typeof parameters.toJSONSchema === 'function') {
    const jsonSchema: unknown = parameters.toJSONSchema();
    if (isRecord(jsonSchema)) return plain(jsonSchema);
  }
  if (Object.values(parameters).some(isSchemaObject)) {
    throw new Error('they are an object of schemas: wrap them, as in z.object({ … })');
  }
  return plain(parameters);
}

function plain(jsonSchema: JsonSchema): ToolSchema {
  const { type = 'object' } = jsonSchema;
  if (type !== 'object' && !(Array.isArray(type) && type.includes('object'))) {
    throw new Error('they must describe an object');
  }
  return { jsonSchema, parse: createJsonSchemaParser(jsonSchema) };
}

function isSchemaObject(value: unknown): boolean {
  return isStandardSchema(value) || isAiSdkSchema(value) || isZod3Schema(value);
}

function toConfigError(toolName: string, error: unknown): AgentConfigError {
  const reason = error instanceof Error ? error.message : 'they cannot be read';
  return new AgentConfigError(
    `The parameters of tool "${toolName}" cannot be used: ${reason}. Give a schema of zod, valibot or arktype, any other Standard JSON Schema, or a plain JSON Schema object.`,
    { cause: error },
  );
}
