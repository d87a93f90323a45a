import { createHash } from 'node:crypto';

export interface Statement {
  /**
   * Has it prepared once per connection; absent for what is rarely needed. Unique for its text, so
   * that pools may be shared by schemas and versions.
   */
  readonly name?: string;
  readonly text: string;
}

/** A statement that is prepared once per connection. */
export function statement(text: string): Statement {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return { name: `flightdeck_${hash}`, text };
}

/** An identifier of any characters, as SQL spells it. */
export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** Now, in the resolution of all times: what is read back equals what was compared. */
export const NOW = `date_trunc('milliseconds', clock_timestamp())`;

/** A moment as epoch milliseconds. */
export function millis(moment: string): string {
  return `(extract(epoch from ${moment}) * 1000)::bigint`;
}
