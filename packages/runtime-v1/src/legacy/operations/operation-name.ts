export const OPERATION_NAMES = [
  'availableAgents',
  'loadAgentState',
  'generateCopilotResponse',
  'hello',
] as const;

/** What clients before 1.50 may ask. v1.md 11.1. */
export type OperationName = (typeof OPERATION_NAMES)[number];

/** Characters; the longest document of any client has a tenth of it. */
const MAX_LENGTH = 50_000;
/** Comments, words and marks, each found in one step: a document comes from anybody. */
const TOKEN = /#[^\n\r]*|\w+|[^\s\w#]/g;

interface Definition {
  /** What stands before its fields: nothing, or `query`, a name, and variables. */
  readonly header: readonly string[];
  /** Its first fields, with what follows. */
  readonly fields: readonly string[];
}

/**
 * The operation that a document asks for by its one field. `null` for any other document, which
 * nothing here could carry out.
 */
export function operationNameOf(query: string, operationName: unknown): OperationName | null {
  if (query.length > MAX_LENGTH) return null;
  const operations = definitionsOf(query).filter(isQueryOrMutation);
  const named = operations.find(({ header }) => header[1] === operationName);
  const { fields = [] } = named ?? operations[0] ?? {};
  const [field, next] = fields[0] === '__typename' ? fields.slice(1) : fields;
  // What stands before a colon is the name that the answer is to have.
  if (next === ':') return null;
  return OPERATION_NAMES.find((name) => name === field) ?? null;
}

function isQueryOrMutation({ header: [kind] }: Definition): boolean {
  return kind === undefined || kind === 'query' || kind === 'mutation';
}

function definitionsOf(document: string): readonly Definition[] {
  const definitions: Definition[] = [];
  let header: string[] = [];
  let fields: string[] = [];
  let depth = 0;
  for (const [token] of document.matchAll(TOKEN)) {
    if (token.startsWith('#')) continue;
    if (token === '}') depth -= 1;
    if (depth > 0) fields.push(token);
    else if (token === '}') {
      definitions.push({ header, fields });
      [header, fields] = [[], []];
    } else if (token !== '{') header.push(token);
    if (token === '{') depth += 1;
  }
  return definitions;
}
