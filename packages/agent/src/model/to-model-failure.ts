import { asRecord } from './as-record.js';
import { failureFacts } from './failure-facts.js';
import type { FailureFacts } from './failure-facts.js';
import { kindOfFailure } from './failure-kind.js';
import { maskSecrets } from './mask-secrets.js';
import { ModelFailure } from './model-failure.js';
import { retryAfterMs } from './retry-after.js';

/** Characters of a failure's message. */
const maxMessageLength = 500;

/**
 * What went wrong with a model, from whatever its provider's library threw or sent in an `error`
 * part: HTTP errors, error bodies, connection errors. A `ModelFailure` is returned as it is.
 *
 * @param secrets - what was sent that its message must not repeat, beside all that looks like a secret
 */
export function toModelFailure(
  error: unknown,
  now: () => number = Date.now,
  secrets: readonly string[] = [],
): ModelFailure {
  if (error instanceof ModelFailure) return error;
  const facts = failureFacts(error);
  const { code, retryable } = kindOfFailure(facts);
  return new ModelFailure(code, messageOf(facts, secrets), {
    status: facts.status,
    retryable,
    retryAfterMs: retryAfterMs(asRecord(facts.headers) ?? {}, now()),
    cause: error,
  });
}

function messageOf(facts: FailureFacts, secrets: readonly string[]): string {
  const said = readable(facts, secrets);
  const where = [facts.status && `HTTP ${facts.status}`, facts.host].filter(Boolean).join(' from ');
  const suffix = where === '' ? '' : ` (${where})`;
  const space = maxMessageLength - suffix.length;
  return (said.length > space ? `${said.slice(0, space - 1)}…` : said) + suffix;
}

/** The first of the messages that says something: the provider's own, before that of the library. */
function readable({ messages }: FailureFacts, secrets: readonly string[]): string {
  const found = messages
    .filter((message) => !/^\s*<|<!doctype|<html|<body/i.test(message))
    .map((message) => maskSecrets(message, secrets).replaceAll(/\s+/g, ' ').trim())
    .find((message) => message !== '');
  return found ?? 'The model failed';
}
