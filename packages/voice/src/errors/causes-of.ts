import { isRecord } from './is-record.js';

/** An error and what caused it, outermost first; a circle is cut off. */
export function causesOf(error: unknown): readonly Readonly<Record<string, unknown>>[] {
  const chain: Readonly<Record<string, unknown>>[] = [];
  let current = error;
  while (chain.length < 5 && isRecord(current)) {
    chain.push(current);
    current = current.cause ?? current.lastError;
  }
  return chain;
}
