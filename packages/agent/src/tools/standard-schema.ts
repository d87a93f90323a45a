import { loadPackage } from '../model/load-package.js';
import { isRecord } from './is-record.js';
import type { JsonSchema } from './json-schema.js';
import type { ParsedArguments } from './run-tool.js';
import type { ToolSchema } from './tool-schema.js';
import { toZod3JsonSchema, isZod3Schema } from './zod3-json-schema.js';

/** Standard Schema, version 1, with what Standard JSON Schema adds, as far as it is used. */
export interface StandardSchema {
  readonly '~standard': {
    readonly vendor?: unknown;
    readonly validate: (value: unknown) => unknown;
    readonly jsonSchema?: { readonly input: (options: { readonly target: string }) => unknown };
  };
  readonly toJSONSchema?: (options: object) => unknown;
}

/** Some libraries' schemas are functions. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  const standard: unknown = Reflect.get(value, '~standard');
  return isRecord(standard) && typeof standard.validate === 'function';
}

export function readStandardSchema(schema: StandardSchema): ToolSchema | Promise<ToolSchema> {
  const parse: ToolSchema['parse'] = (input) => validate(schema, input);
  const jsonSchema = toJsonSchema(schema);
  if (jsonSchema instanceof Promise) {
    return jsonSchema.then((loaded) => ({ jsonSchema: loaded, parse }));
  }
  return { jsonSchema, parse };
}

async function validate(schema: StandardSchema, input: unknown): Promise<ParsedArguments> {
  const result: unknown = await schema['~standard'].validate(input);
  // Not `isRecord`: arktype answers with a list that has `issues`.
  if (typeof result !== 'object' || result === null) {
    return { ok: false, problem: 'they cannot be checked' };
  }
  const issues: unknown = Reflect.get(result, 'issues');
  if (!Array.isArray(issues)) return { ok: true, value: Reflect.get(result, 'value') };
  return { ok: false, problem: describeIssues(issues) };
}

const MAX_ISSUES = 5;

function describeIssues(issues: readonly unknown[]): string {
  const words = issues.slice(0, MAX_ISSUES).map((issue) => {
    const { message, path } = fieldsOf(issue);
    const text = typeof message === 'string' ? message : 'does not fit';
    const place = Array.isArray(path) ? Array.from(path, keyOf).join('/') : '';
    return place === '' ? text : `${place}: ${text}`;
  });
  return words.length > 0 ? words.join('; ') : 'they do not fit';
}

/** Issues may be instances whose fields are getters. */
function fieldsOf(issue: unknown): { readonly message?: unknown; readonly path?: unknown } {
  return typeof issue === 'object' && issue !== null ? issue : {};
}

function keyOf(segment: unknown): string {
  return String(isRecord(segment) ? segment.key : segment);
}

/** The first that works of: the standard's own way, the schema's method, what is known of its library. */
function toJsonSchema(schema: StandardSchema): JsonSchema | Promise<JsonSchema> {
  const { vendor } = schema['~standard'];
  const told = attempt(() => schema['~standard'].jsonSchema?.input({ target: 'draft-07' }));
  if (told !== null) return told;
  // zod: `any` for what JSON does not have, as a coerced date.
  const options = { target: 'draft-7', io: 'input', unrepresentable: 'any' };
  const made = attempt(() => schema.toJSONSchema?.(options));
  if (made !== null) return made;
  if (isZod3Schema(schema)) return toZod3JsonSchema(schema);
  if (vendor === 'zod') return throughZod(schema);
  if (vendor === 'valibot') return throughValibot(schema);
  throw new Error('their library does not tell them as JSON Schema (Standard JSON Schema)');
}

function attempt(make: () => unknown): JsonSchema | null {
  try {
    const made = make();
    return isRecord(made) ? made : null;
  } catch {
    return null;
  }
}

/** Early versions of zod 4, also as `zod/v4` of zod 3.25, tell JSON Schema by a function only. */
async function throughZod(schema: unknown): Promise<JsonSchema> {
  const convert = await loadFunction(
    'zod/v4/core',
    'toJSONSchema',
    'this version of zod needs an installed package "zod" of 3.25 or later',
  );
  return asJsonSchema(convert(schema, { target: 'draft-7', io: 'input', unrepresentable: 'any' }));
}

async function throughValibot(schema: unknown): Promise<JsonSchema> {
  const convert = await loadFunction(
    '@valibot/to-json-schema',
    'toJsonSchema',
    'valibot needs the package @valibot/to-json-schema, which is not installed',
  );
  return asJsonSchema(convert(schema, { typeMode: 'input', errorMode: 'ignore' }));
}

async function loadFunction(
  packageName: string,
  name: string,
  problem: string,
): Promise<(...parameters: unknown[]) => unknown> {
  const loaded = await loadPackage(packageName).catch((cause: unknown) => {
    throw new Error(problem, { cause });
  });
  const found: unknown =
    typeof loaded === 'object' && loaded !== null ? Reflect.get(loaded, name) : undefined;
  if (typeof found !== 'function') throw new Error(problem);
  return (...parameters) => found(...parameters) as unknown;
}

function asJsonSchema(value: unknown): JsonSchema {
  if (isRecord(value)) return value;
  throw new Error('their library tells no JSON Schema of them');
}
