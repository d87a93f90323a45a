import type { ProviderOptions } from '../model/prompt.js';
import { fromBase64, toBase64Url } from '../model/base64.js';
import { isRecord } from '../tools/is-record.js';
import { toSafeJson } from '../tools/safe-json.js';

/** Characters above which a value is neither read nor worth sending. */
export const MAX_ENVELOPE_LENGTH = 1_048_576;

const VERSION = 'v1';
const MAX_DEPTH = 16;
const REFUSED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * What a provider wants back with the next question (signatures, item ids, encrypted reasoning), as
 * the opaque text of an `encryptedValue`: `v1:<provider>:<base64url of JSON>` (agent.md 18.3).
 * Clients keep and resend it unread. It is neither encrypted nor signed: nothing in it may be secret
 * to the browser, and nothing read from it is trusted.
 *
 * @param provider `provider` of the model, such as `openai.responses`.
 */
export function sealMetadata(provider: string, metadata: ProviderOptions): string {
  const bytes = new TextEncoder().encode(toSafeJson(metadata) ?? '{}');
  return `${VERSION}:${providerFamily(provider)}:${toBase64Url(bytes)}`;
}

/**
 * The metadata of a sealed value, if it is of the same family of providers; `null` for everything
 * else: other families, other versions, forged, damaged or oversized values. Never throws.
 */
export function openMetadata(value: unknown, provider: string): ProviderOptions | null {
  if (typeof value !== 'string' || value.length > MAX_ENVELOPE_LENGTH) return null;
  const head = `${VERSION}:${providerFamily(provider)}:`;
  if (!value.startsWith(head)) return null;
  const metadata = parseJson(value.slice(head.length));
  if (!isRecord(metadata) || !Object.values(metadata).every(isRecord)) return null;
  if (!isHarmless(metadata, 0)) return null;
  // Every value has just been found to be a record.
  return metadata as ProviderOptions;
}

/** `openai` of `openai.responses`: what may read the metadata of what. */
export function providerFamily(provider: string): string {
  const family = provider.split('.', 1)[0] ?? '';
  return family.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '-') || 'unknown';
}

function parseJson(encoded: string): unknown {
  const bytes = fromBase64(encoded);
  if (bytes === null) return null;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return null;
  }
}

function isHarmless(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > MAX_DEPTH) return false;
  return Object.entries(value).every(
    ([key, item]) => !REFUSED_KEYS.has(key) && isHarmless(item, depth + 1),
  );
}
