import { createHash } from 'node:crypto';

import { StoreError } from '@flightdeck/store';

/** Begins an escape. It is a control character that nobody types. */
const MARK = '\u001a';
/** What PostgreSQL cannot store (NUL), what UTF-8 cannot say (half a surrogate pair), and the mark itself. */
// oxlint-disable-next-line no-control-regex -- they are the point
const UNSTORABLE = /[\u0000\u001a\ud800-\udfff]/gu;
// oxlint-disable-next-line no-control-regex
const ESCAPED = /\u001a([0-9a-f]{4})/g;
/** Two of them fit into an entry of an index. */
const MAX_ID_BYTES = 1_024;
const MAX_KEY_UNITS = 256;

/** A text of any UTF-16 units as one that PostgreSQL keeps; different ones stay different. */
export function toStored(text: string): string {
  return text.replace(UNSTORABLE, escape);
}

export function fromStored(stored: string): string {
  if (!stored.includes(MARK)) return stored;
  return stored.replace(ESCAPED, (_match, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/**
 * An id that is looked up by an index.
 *
 * @throws StoreError `conflict` for one that is longer than 1,024 bytes
 */
export function toStoredId(id: string, what: string): string {
  const stored = toStored(id);
  if (!isTooLong(stored)) return stored;
  throw new StoreError('conflict', `The ${what} id is longer than ${MAX_ID_BYTES} bytes`);
}

/** Whether nothing can be stored under one of the ids, so that nothing has to be looked for. */
export function isNobodys(...ids: readonly (string | null | undefined)[]): boolean {
  return ids.some((id) => typeof id === 'string' && isTooLong(toStored(id)));
}

function isTooLong(stored: string): boolean {
  return stored.length * 3 > MAX_ID_BYTES && Buffer.byteLength(stored) > MAX_ID_BYTES;
}

/** A key for an id of any length that is only ever compared. */
export function toStoredKey(id: string): string {
  if (id.length <= MAX_KEY_UNITS) return toStored(id);
  const hash = createHash('sha256').update(Buffer.from(id, 'utf16le'));
  return `${MARK}h${hash.digest('base64url')}`;
}

function escape(character: string): string {
  return `${MARK}${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
