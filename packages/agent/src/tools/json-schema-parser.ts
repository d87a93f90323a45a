import type * as jsonSchema from '@cfworker/json-schema';
import type { OutputUnit, SchemaDraft, Validator } from '@cfworker/json-schema';
import { importPackage } from '../packages/import-package.js';
import type { JsonSchema } from './json-schema.js';
import type { ParsedArguments } from './run-tool.js';

const MAX_PROBLEMS = 5;

export interface JsonSchemaParserOptions {
  /**
   * What becomes of arguments when the schema itself cannot be used, because of a reference that
   * leads nowhere for example. @default 'refuse'
   */
  readonly brokenSchema?: 'refuse' | 'accept';
}

/**
 * Checks values against a JSON Schema: draft 7, or the one that `$schema` names. Changes nothing. The
 * first check loads the validator, which takes longer than the rest of the agent together.
 */
export function createJsonSchemaParser(
  schema: JsonSchema,
  { brokenSchema = 'refuse' }: JsonSchemaParserOptions = {},
): (input: unknown) => Promise<ParsedArguments> {
  let validator: Validator | undefined;
  return async (input) => {
    const { Validator: Checker } = await loadValidator();
    try {
      validator ??= new Checker(schema, draftOf(schema), false);
      const { valid, errors } = validator.validate(input);
      if (valid) return { ok: true, value: input };
      return { ok: false, problem: describeErrors(errors) };
    } catch {
      return brokenSchema === 'accept'
        ? { ok: true, value: input }
        : { ok: false, problem: 'The schema of this tool cannot be used to check arguments' };
    }
  };
}

type ValidatorModule = Pick<typeof jsonSchema, 'Validator'>;

async function loadValidator(): Promise<ValidatorModule> {
  // A dependency: the loader knows no types.
  return (await importPackage('@cfworker/json-schema')) as ValidatorModule;
}

function draftOf(schema: JsonSchema): SchemaDraft {
  const { $schema } = schema;
  if (typeof $schema !== 'string') return '7';
  if ($schema.includes('2020-12')) return '2020-12';
  if ($schema.includes('2019-09')) return '2019-09';
  return $schema.includes('draft-04') ? '4' : '7';
}

/** Keywords that only say that something within has failed, which is told as well. */
const OUTER_KEYWORDS = [
  'properties',
  'patternProperties',
  'items',
  'prefixItems',
  'additionalItems',
  'allOf',
  '$ref',
];

function describeErrors(errors: readonly OutputUnit[]): string {
  const inner = errors.filter(({ keyword }) => !OUTER_KEYWORDS.includes(keyword));
  const told = (inner.length > 0 ? inner : errors).map(describeError);
  return [...new Set(told)].slice(0, MAX_PROBLEMS).join('; ');
}

function describeError({ instanceLocation, error }: OutputUnit): string {
  const place = instanceLocation.replace(/^#\/?/, '');
  return place === '' ? error : `${place}: ${error}`;
}
