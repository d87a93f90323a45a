import type { Parameter, ParameterType } from '../../actions/action.js';
import { isRecord } from '../../internal/is-record.js';
import type { MCPTool, MCPToolSchema } from './mcp-tool.js';

const TYPES = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  object: 'object',
} as const;

/** Deeper fields are told as objects without fields. */
const MAX_DEPTH = 20;

/**
 * The parameters of an action that stands for a tool of an MCP server. They say less than the schema of
 * the tool: alternatives, formats and lists of lists are lost, and what has no single type is a `string`.
 */
export function extractParametersFromSchema(toolOrSchema?: MCPTool | MCPToolSchema): Parameter[] {
  const given: unknown = toolOrSchema;
  const schema = isRecord(given) && isRecord(given['schema']) ? given['schema'] : given;
  const parameters = isRecord(schema) ? schema['parameters'] : undefined;
  if (!isRecord(parameters)) return [];
  const { jsonSchema } = parameters;
  return fieldsOf(isRecord(jsonSchema) ? jsonSchema : parameters, 0);
}

function fieldsOf({ properties, required }: Record<string, unknown>, depth: number): Parameter[] {
  if (!isRecord(properties) || depth > MAX_DEPTH) return [];
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.entries(properties).map(([name, property]) => ({
    ...toParameter(name, isRecord(property) ? property : {}, depth),
    required: names.includes(name),
  }));
}

function toParameter(name: string, property: Record<string, unknown>, depth: number): Parameter {
  const { description, enum: values } = property;
  const { type, schema } = typeOf(property);
  const isObject = type === 'object' || type === 'object[]';
  return {
    name,
    type,
    ...(typeof description === 'string' ? { description } : {}),
    ...(type === 'string' && isTexts(values) ? { enum: values } : {}),
    ...(isObject && isRecord(schema['properties'])
      ? { attributes: fieldsOf(schema, depth + 1) }
      : {}),
  };
}

/** The type, and the schema that says which fields an object of it has. */
function typeOf(property: Record<string, unknown>): {
  readonly type: ParameterType;
  readonly schema: Record<string, unknown>;
} {
  if (property['type'] !== 'array') return { type: simpleTypeOf(property), schema: property };
  const items = isRecord(property['items']) ? property['items'] : {};
  return { type: `${simpleTypeOf(items)}[]`, schema: items };
}

function simpleTypeOf({ type }: Record<string, unknown>): (typeof TYPES)[keyof typeof TYPES] {
  return typeof type === 'string' && isKnown(type) ? TYPES[type] : 'string';
}

function isKnown(type: string): type is keyof typeof TYPES {
  return Object.hasOwn(TYPES, type);
}

function isTexts(values: unknown): values is readonly string[] {
  return Array.isArray(values) && values.every((value) => typeof value === 'string');
}
