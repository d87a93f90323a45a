import { isRecord } from '../internal/is-record.js';

/** Why an action has no result. */
export interface ResultError {
  readonly code: string;
  readonly message: string;
}

/** See `ResultMessage.encodeResult`. */
export function encodeResult(result: unknown, error?: ResultError | string | Error): string {
  const text = resultText(result);
  return error === undefined ? text : JSON.stringify({ error: toResultError(error), result: text });
}

/** See `ResultMessage.decodeResult`. */
export function decodeResult(text: string): { error?: ResultError; result: string } {
  const document = parsed(text);
  if (!isRecord(document) || !('error' in document)) return { result: text };
  const { error, result } = document;
  if (typeof error !== 'string' && !isRecord(error)) return { result: text };
  return { error: toResultError(error), result: resultText(result) };
}

function resultText(result: unknown): string {
  if (typeof result === 'string') return result;
  // `undefined` for functions and symbols as well.
  return JSON.stringify(result) ?? '';
}

function toResultError(error: unknown): ResultError {
  if (typeof error === 'string') return { code: 'ERROR', message: error };
  const { code, message } = isRecord(error) ? error : {};
  return {
    code: typeof code === 'string' ? code : 'ERROR',
    message: typeof message === 'string' ? message : '',
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
