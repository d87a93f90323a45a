export const OPERATION_NAMES = [
  'availableAgents',
  'loadAgentState',
  'generateCopilotResponse',
  'hello',
] as const;

/** What clients before 1.50 may ask. v1.md 11.1. */
export type OperationName = (typeof OPERATION_NAMES)[number];

const OPERATION =
  /\b(?:query|mutation)\b\s*(?<name>\w*)[^{]*\{\s*(?:__typename\s+)?(?<field>\w+)\s*(?<next>.?)/g;
const SHORTHAND = /^\s*\{\s*(?:__typename\s+)?(?<field>\w+)\s*(?<next>.?)/;

/**
 * The operation that a document asks for by its one field. `null` for any other document, which
 * nothing here could carry out.
 */
export function operationNameOf(query: string, operationName: unknown): OperationName | null {
  const document = query.replace(/#[^\n\r]*/g, '');
  const operations = [...document.matchAll(OPERATION)].map(({ groups }) => groups);
  const named = operations.find((operation) => operation?.name === operationName);
  const { field, next } = named ?? operations[0] ?? SHORTHAND.exec(document)?.groups ?? {};
  // What stands before a colon is the name that the answer is to have.
  if (next === ':') return null;
  return OPERATION_NAMES.find((name) => name === field) ?? null;
}
