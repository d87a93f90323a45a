import { causesOf } from './causes-of.js';

const CODE = /^(?:E[A-Z]{3,20}|EAI_[A-Z]+|UND_ERR_[A-Z_]+|ABORT_ERR)$/;

/** The ends of class names that runtimes and SDKs use, and the code that says the same. */
const CLASSES: readonly (readonly [suffix: string, code: string])[] = [
  ['TimeoutError', 'ETIMEDOUT'],
  ['AbortError', 'ABORT_ERR'],
  ['ConnectionError', 'ECONNRESET'],
];

/** How `fetch` reports that no response came, and that one ended too early. */
const FETCH_MESSAGES = new Set(['fetch failed', 'terminated']);

/**
 * Why a connection failed, as a code such as `ECONNREFUSED`; `null` if something else did. The
 * innermost code says most: what wraps it only knows that something failed.
 */
export function connectionCodeOf(error: unknown): string | null {
  const links = causesOf(error).toReversed();
  const code = links.map((link) => link.code).find(isConnectionCode);
  return code ?? links.map(codeByClass).find((found) => found !== null) ?? null;
}

function isConnectionCode(code: unknown): code is string {
  return typeof code === 'string' && CODE.test(code);
}

function codeByClass(link: Readonly<Record<string, unknown>>): string | null {
  const { name, message, constructor } = link;
  if (name === 'TypeError' && FETCH_MESSAGES.has(String(message))) return 'ECONNRESET';
  const names = [name, typeof constructor === 'function' ? constructor.name : ''].map(String);
  return CLASSES.find(([suffix]) => names.some((one) => one.endsWith(suffix)))?.[1] ?? null;
}
