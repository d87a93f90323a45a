import { parsedJson, recordOf, stringOf } from '../records.js';
import { EXHAUSTED_CODE, OPERATIONS_KEY, VERSION } from './a2ui-wire.js';

/** What a tool has to say about surfaces. */
export type SurfaceResult =
  | { readonly kind: 'operations'; readonly bySurface: ReadonlyMap<string, readonly object[]> }
  | {
      readonly kind: 'failed';
      readonly error: string;
      readonly attempts: readonly unknown[];
    };

const OPERATIONS = ['createSurface', 'updateComponents', 'updateDataModel', 'deleteSurface'];

/** Reads the content of a tool result; `undefined` if it is not about surfaces. */
export function surfaceResultOf(content: unknown): SurfaceResult | undefined {
  const text = textOf(content);
  // Results may be long: only those that mention what is looked for are parsed.
  if (!text.includes(OPERATIONS_KEY) && !text.includes(EXHAUSTED_CODE)) return undefined;
  const once = parsedJson(text);
  const result = recordOf(typeof once === 'string' ? parsedJson(once) : once);
  if (result === undefined) return undefined;
  if (result.code === EXHAUSTED_CODE) {
    const attempts = Array.isArray(result.attempts) ? result.attempts : [];
    return { kind: 'failed', error: stringOf(result.error) ?? 'No valid surface', attempts };
  }
  const operations = result[OPERATIONS_KEY];
  return Array.isArray(operations) ? grouped(operations) : undefined;
}

function grouped(operations: readonly unknown[]): SurfaceResult | undefined {
  const bySurface = new Map<string, object[]>();
  for (const operation of operations) {
    const record = recordOf(operation);
    const surfaceId = record === undefined ? undefined : surfaceOf(record);
    if (record === undefined || surfaceId === undefined) continue;
    const group = bySurface.get(surfaceId) ?? [];
    group.push({ version: VERSION, ...record });
    bySurface.set(surfaceId, group);
  }
  return bySurface.size === 0 ? undefined : { kind: 'operations', bySurface };
}

function surfaceOf(operation: Readonly<Record<string, unknown>>): string | undefined {
  const name = OPERATIONS.find((candidate) => Object.hasOwn(operation, candidate));
  return name === undefined ? undefined : stringOf(recordOf(operation[name])?.surfaceId);
}

/** The text of a result; of a result in parts, that of its text parts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: unknown) => stringOf(recordOf(part)?.text) ?? '').join('');
}
