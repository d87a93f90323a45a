import type { Parameter, ParameterType } from '../../actions/action.js';
import { isRecord } from '../../internal/is-record.js';
import { RemoteError } from '../remote/remote-error.js';
import type { ChainInput } from '../shared-connections.js';

const TYPES: Readonly<Record<string, ParameterType>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
};

/**
 * Reads the schema of a chain's input: a text, a number or a truth value is one parameter `input`, an
 * object of those one parameter for each. v1.md 8.
 *
 * @throws RemoteError `protocol` for anything else
 */
export function parseChainInput(schema: unknown): ChainInput {
  const type = simpleTypeOf(schema);
  if (type !== undefined) {
    return {
      parameters: [{ name: 'input', type, description: 'The input of the chain' }],
      parameterType: 'single',
    };
  }
  if (!isRecord(schema) || schema['type'] !== 'object' || !isRecord(schema['properties'])) {
    throw unusable();
  }
  const { properties, required } = schema;
  const parameters = Object.entries(properties).map(([name, property]): Parameter => {
    const propertyType = simpleTypeOf(property);
    if (propertyType === undefined) throw unusable();
    return {
      name,
      type: propertyType,
      description: descriptionOf(property),
      ...(Array.isArray(required) ? { required: required.includes(name) } : {}),
    };
  });
  return { parameters, parameterType: 'multi' };
}

function simpleTypeOf(schema: unknown): ParameterType | undefined {
  const type = isRecord(schema) ? schema['type'] : undefined;
  return typeof type === 'string' && Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
}

function descriptionOf(property: unknown): string {
  if (!isRecord(property)) return '';
  const { description, title } = property;
  if (typeof description === 'string') return description;
  return typeof title === 'string' ? title : '';
}

function unusable(): RemoteError {
  return new RemoteError(
    'protocol',
    'The input of the chain is neither simple nor an object of simple values: name its parameters',
  );
}
