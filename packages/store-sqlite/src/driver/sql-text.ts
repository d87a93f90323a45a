/**
 * What a driver would cut off (NUL) or replace (lone surrogates) on the way to the database and
 * back; the mark itself belongs to it so that it can be told apart.
 */
const UNSAFE =
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  /[\u0000\u001b]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const MARK = '\u001b';
// eslint-disable-next-line no-control-regex -- see above
const MARKED = /\u001b([0-9a-f]{4})/g;

/** A text that every driver keeps exactly. Equal texts stay equal; nearly all of them stay as they are. */
export function toSqlText(text: string): string {
  return text.replace(UNSAFE, (unit) => MARK + unit.charCodeAt(0).toString(16).padStart(4, '0'));
}

export function fromSqlText(stored: string): string {
  if (!stored.includes(MARK)) return stored;
  return stored.replace(MARKED, (_, unit: string) => String.fromCharCode(parseInt(unit, 16)));
}
