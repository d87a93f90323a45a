import { asRecord } from './as-record.js';

type Fields = Readonly<Record<string, unknown>>;

/** What a failure says of itself, wherever its author has put it. */
export interface FailureFacts {
  readonly status: number | undefined;
  /** Response headers. */
  readonly headers: unknown;
  /** Where the request went. */
  readonly host: string | undefined;
  /** Lower-cased names and codes: of the errors, their causes, and the provider's body. */
  readonly codes: readonly string[];
  /** What it says in words, the most telling first. */
  readonly messages: readonly string[];
  /** Words or an error object of the provider, not something that was thrown. */
  readonly isSent: boolean;
  /** The library's own opinion. */
  readonly isRetryable: boolean | undefined;
}

/** Errors whose messages quote data, perhaps the conversation: what is said instead. */
const quoting: Readonly<Record<string, string>> = {
  AI_TypeValidationError: 'The provider sent something that cannot be read',
  AI_JSONParseError: 'The provider sent something that cannot be read',
  AI_InvalidResponseDataError: 'The provider sent something that cannot be read',
  AI_InvalidPromptError: 'The prompt is not one that the model takes',
  AI_MessageConversionError: 'The prompt is not one that the model takes',
};

/** The words of the packages for OpenAI-compatible servers; they quote nothing. */
export const endedEarly = /^[\w ]*stream ended without a finish reason\.?$/i;

/** Deeper causes say nothing new. */
const maxDepth = 6;

export function failureFacts(error: unknown): FailureFacts {
  const chain = causesOf(error);
  const bodies = chain.flatMap(bodiesOf);
  const all = [...bodies, ...chain];
  return {
    status: first(chain, statusOf) ?? first(bodies, statusOf),
    headers: first(chain, (link) => link['responseHeaders'] ?? link['headers']),
    host: first(chain, ({ url }) => hostOf(url)),
    codes: all.flatMap(codesOf),
    messages: [...all.flatMap(messagesOf), ...(typeof error === 'string' ? [error] : [])],
    isSent: isSent(error),
    isRetryable: first(chain, ({ isRetryable }) =>
      typeof isRetryable === 'boolean' ? isRetryable : undefined,
    ),
  };
}

/** The error, what caused it, what it collects, and what it holds as its last attempt. */
function causesOf(error: unknown): Fields[] {
  const found: Fields[] = [];
  const visit = (value: unknown, depth: number) => {
    const link = asRecord(value);
    if (link === undefined || depth > maxDepth || found.includes(link)) return;
    found.push(link);
    const several = Array.isArray(link['errors']) ? (link['errors'] as unknown[]) : [];
    for (const next of [link['lastError'], link['cause'], ...several]) visit(next, depth + 1);
  };
  visit(error, 0);
  return found;
}

/**
 * The provider's error object: parsed by the library, as text of the response, or sent in an `error`
 * part, with or without an envelope.
 */
function bodiesOf(link: Fields): Fields[] {
  const candidates = [link['data'], parsed(link['responseBody']), link];
  return candidates.flatMap((candidate) => {
    const body = asRecord(Array.isArray(candidate) ? candidate[0] : candidate);
    const inner = asRecord(body?.['error']) ?? asRecord(asRecord(body?.['response'])?.['error']);
    if (inner !== undefined) return [inner];
    if (body === undefined || candidate === link) return [];
    return [typeof body['error'] === 'string' ? { ...body, message: body['error'] } : body];
  });
}

/** Thrown errors know where they come from; what a provider sends does not. */
function isSent(error: unknown): boolean {
  const fields = asRecord(error);
  return typeof error === 'string' || (fields !== undefined && !('stack' in fields));
}

function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function statusOf({ statusCode, status, code }: Fields): number | undefined {
  return [statusCode, status, code].find(isStatus);
}

function isStatus(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 400 && Number(value) < 600;
}

function codesOf({ name, code, type, status, reason, details }: Fields): string[] {
  const inner = Array.isArray(details) ? details.map((entry) => asRecord(entry)?.['reason']) : [];
  return [name, code, type, status, reason, ...inner]
    .filter((value) => typeof value === 'string')
    .map((value) => value.toLowerCase());
}

function messagesOf({ name, message }: Fields): string[] {
  if (typeof message !== 'string') return [];
  const isQuoting = typeof name === 'string' && Object.hasOwn(quoting, name);
  return isQuoting && !endedEarly.test(message) ? [quoting[name] ?? ''] : [message];
}

function hostOf(url: unknown): string | undefined {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).host : undefined;
}

function first<T>(links: readonly Fields[], read: (link: Fields) => T | undefined): T | undefined {
  for (const link of links) {
    const value = read(link);
    if (value !== undefined) return value;
  }
  return undefined;
}
