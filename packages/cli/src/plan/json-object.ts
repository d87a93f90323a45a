import { parseSync, type Expression, type ObjectExpression } from 'oxc-parser';

import { CliError } from '../cli-error.js';

/** A value in a JSON text, by the indices of its first character and the one behind its last. */
export interface JsonProperty {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly valueStart: number;
  /** The properties of the value, if it is an object. */
  readonly properties: readonly JsonProperty[] | null;
}

/** An object in a JSON text. */
export interface JsonObject {
  readonly start: number;
  readonly end: number;
  readonly properties: readonly JsonProperty[];
}

/**
 * Where the properties of a JSON object stand in its text.
 *
 * @throws CliError if the text is no JSON object
 */
export function locateJson(text: string): JsonObject {
  // In parentheses JSON is an expression of JavaScript; a BOM counts as space.
  const { program, errors } = parseSync('package.js', `(${text})`, { preserveParens: false });
  const statement = program.body[0];
  if (errors.length > 0 || statement?.type !== 'ExpressionStatement') throw notAnObject();
  const { expression } = statement;
  if (expression.type !== 'ObjectExpression') throw notAnObject();
  return { start: expression.start - 1, end: expression.end - 1, properties: locate(expression) };
}

function locate(object: ObjectExpression): readonly JsonProperty[] {
  return object.properties.map((property) => {
    if (property.type !== 'Property' || property.key.type !== 'Literal') throw notAnObject();
    const { key, value } = property;
    return {
      name: String(key.value),
      // The parenthesis in front is not a part of the text.
      start: property.start - 1,
      end: property.end - 1,
      valueStart: value.start - 1,
      properties: isObject(value) ? locate(value) : null,
    };
  });
}

function isObject(value: Expression): value is ObjectExpression {
  return value.type === 'ObjectExpression';
}

function notAnObject(): CliError {
  return new CliError('package.json is no JSON object.');
}
