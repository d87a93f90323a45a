import type { Parameter, ParameterType } from './action.js';

/** A JSON Schema of an object, as models are told it. */
export interface ParametersSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
}

type SimpleType = 'string' | 'number' | 'boolean' | 'object';

const SIMPLE_TYPES = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  object: 'object',
  'string[]': 'string',
  'number[]': 'number',
  'boolean[]': 'boolean',
  'object[]': 'object',
} as const satisfies Record<ParameterType, SimpleType>;

/** The JSON Schema of the arguments of an action. A type that is none counts as `string`. v1.md 7. */
export function actionParametersToJsonSchema(
  parameters: readonly Parameter[] = [],
): ParametersSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(
      parameters.map((parameter) => [parameter.name, toSchema(parameter)]),
    ),
    required: parameters.filter(({ required }) => required !== false).map(({ name }) => name),
  };
}

function toSchema(parameter: Parameter): Record<string, unknown> {
  const { description } = parameter;
  const type = isParameterType(parameter.type) ? parameter.type : 'string';
  const simple = SIMPLE_TYPES[type];
  const isList = type.endsWith('[]');
  const inner = toInnerSchema(simple, parameter);
  return {
    ...(isList ? { type: 'array', items: inner } : inner),
    ...(typeof description === 'string' ? { description } : {}),
  };
}

/** Remote servers and applications without types may say anything. */
function isParameterType(type: unknown): type is ParameterType {
  return typeof type === 'string' && Object.hasOwn(SIMPLE_TYPES, type);
}

function toInnerSchema(type: SimpleType, parameter: Parameter): Record<string, unknown> {
  const { attributes, enum: values } = parameter;
  if (type === 'object' && attributes !== undefined) {
    return { ...actionParametersToJsonSchema(attributes) };
  }
  if (type === 'string' && values !== undefined && values.length > 0) {
    return { type, enum: [...values] };
  }
  return { type };
}
