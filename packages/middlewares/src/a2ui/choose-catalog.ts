import { parsedJson, recordOf, stringOf } from '../records.js';
import type { RunInput } from '../run-middleware.js';
import type { A2UIOptions } from './a2ui-options.js';
import { BASIC_CATALOG, SCHEMA_DESCRIPTION } from './a2ui-wire.js';

/** Tells the catalog of a surface, given the one that its model named. */
export type CatalogChoice = (streamed: string | undefined) => string;

/**
 * The configured catalog, else the frontend's, else the one that the model names, else that of the
 * configured schema, else the basic one. Models call the basic catalog `basic`: that names none.
 */
export function catalogChoice(input: RunInput, options: A2UIOptions): CatalogChoice {
  const fixed = options.defaultCatalogId ?? frontendCatalogId(input);
  if (fixed !== undefined) return () => fixed;
  const fallback = stringOf(recordOf(options.schema)?.catalogId) ?? BASIC_CATALOG;
  return (streamed) => (streamed === undefined || streamed === 'basic' ? fallback : streamed);
}

function frontendCatalogId(input: RunInput): string | undefined {
  const entry = input.context.find(({ description }) => description === SCHEMA_DESCRIPTION);
  return entry === undefined ? undefined : stringOf(recordOf(parsedJson(entry.value))?.catalogId);
}
