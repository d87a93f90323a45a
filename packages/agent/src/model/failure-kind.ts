import { endedEarly } from './failure-facts.js';
import type { FailureFacts } from './failure-facts.js';
import type { ModelFailureCode } from './model-failure.js';

interface FailureKind {
  readonly code: ModelFailureCode;
  readonly retryable: boolean;
}

/** Words of providers, the more particular first: what they call it decides, before the status. */
const byCode: readonly (readonly [RegExp, ModelFailureCode, boolean])[] = [
  [/^(insufficient_quota|billing_hard_limit_reached|billing_error)$/, 'rate_limited', false],
  [
    /^(context_length_exceeded|context_window_exceeded|string_above_max_length)$/,
    'context_length',
    false,
  ],
  [
    /^(content_filter|content_policy_violation|responsibleaipolicyviolation|safety)$/,
    'content_filter',
    false,
  ],
  [
    /^(invalid_api_key|api_key_invalid|authentication_error|permission_error|unauthenticated|permission_denied|accessdeniedexception|ai_loadapikeyerror|ai_loadsettingerror)$/,
    'auth_failed',
    false,
  ],
  [/^(model_not_found|not_found_error|ai_nosuchmodelerror)$/, 'invalid_model', false],
  [
    /^(rate_limit_exceeded|rate_limit_error|too_many_requests|resource_exhausted|throttlingexception)$/,
    'rate_limited',
    true,
  ],
  [
    /^(overloaded_error|server_error|api_error|internal_server_error|unavailable|serviceunavailableexception|modelstreamerrorexception|internalserverexception|server_overloaded|ai_emptyresponsebodyerror)$/,
    'provider_unavailable',
    true,
  ],
  [
    /^(timeouterror|timeout_error|deadline_exceeded|etimedout|und_err_(headers|body|connect)_timeout|modeltimeoutexception|aborterror)$/,
    'timeout',
    true,
  ],
  [
    /^(econnrefused|econnreset|enotfound|eai_again|epipe|ehostunreach|enetunreach|und_err_socket|und_err_closed)$/,
    'provider_unavailable',
    true,
  ],
  [
    /^(cert_|unable_to_verify|self_signed_cert|depth_zero_self_signed|err_tls_|err_invalid_url)/,
    'provider_unavailable',
    false,
  ],
  [
    /^(ai_typevalidationerror|ai_jsonparseerror|ai_invalidresponsedataerror)$/,
    'provider_unavailable',
    false,
  ],
  [
    /^(invalid_request_error|invalid_argument|validationexception|invalid_prompt|ai_invalidprompterror|ai_invalidargumenterror|ai_unsupportedfunctionalityerror)$/,
    'bad_request',
    false,
  ],
];

/** For providers that say it in words only. */
const byMessage: readonly (readonly [RegExp, ModelFailureCode, boolean])[] = [
  [
    /maximum context length|prompt is too long|(input|prompt)[^.]{0,40}token[^.]{0,40}exceed|context (length|window|size)[^.]{0,60}exceed|exceed[^.]{0,60}context (length|window|size)/i,
    'context_length',
    false,
  ],
  [/content (management )?policy|content filter/i, 'content_filter', false],
  [/api key not valid|(incorrect|invalid) api key/i, 'auth_failed', false],
  [/\bmodel\b[^.]{0,80}(does not exist|not found|not exist)/i, 'invalid_model', false],
];

/** `fetch` reports a torn or refused connection as a TypeError without a code of its own. */
const connection =
  /fetch failed|terminated|socket hang up|other side closed|connection (closed|lost|reset)|network error|premature close/i;

export function kindOfFailure(facts: FailureFacts): FailureKind {
  const kind = kindOf(facts);
  // The library's opinion counts where nothing is known, and never against a spent quota.
  const isKnown = kind.code !== 'internal';
  return isKnown ? kind : { ...kind, retryable: facts.isRetryable ?? false };
}

function kindOf(facts: FailureFacts): FailureKind {
  const { status, codes, messages } = facts;
  if (messages.some((message) => endedEarly.test(message))) {
    return { code: 'incomplete_stream', retryable: true };
  }
  const named = byCode.filter(([pattern]) => codes.some((code) => pattern.test(code)));
  const particular = named.find(([, code]) => code !== 'bad_request');
  // "invalid request" is also what providers call a wrong key or a prompt that is too long.
  if (particular !== undefined && !contradicts(particular[1], status)) return kind(particular);
  if (status === undefined || status < 500) {
    const worded = byMessage.find(([pattern]) => messages.some((message) => pattern.test(message)));
    if (worded !== undefined) return kind(worded);
  }
  if (status !== undefined) return kindOfStatus(status);
  if (named[0] !== undefined) return kind(named[0]);
  return facts.isSent || messages.some((message) => connection.test(message))
    ? { code: 'provider_unavailable', retryable: true }
    : { code: 'internal', retryable: false };
}

/** A library's parse error about the body of an error response says less than the status. */
function contradicts(code: ModelFailureCode, status: number | undefined): boolean {
  return status !== undefined && status < 500 && code === 'provider_unavailable';
}

function kind([, code, retryable]: readonly [RegExp, ModelFailureCode, boolean]): FailureKind {
  return { code, retryable };
}

function kindOfStatus(status: number): FailureKind {
  const known: Readonly<Record<number, FailureKind>> = {
    401: { code: 'auth_failed', retryable: false },
    403: { code: 'auth_failed', retryable: false },
    404: { code: 'invalid_model', retryable: false },
    408: { code: 'timeout', retryable: true },
    409: { code: 'provider_unavailable', retryable: true },
    413: { code: 'context_length', retryable: false },
    429: { code: 'rate_limited', retryable: true },
    501: { code: 'bad_request', retryable: false },
    504: { code: 'timeout', retryable: true },
  };
  if (known[status] !== undefined) return known[status];
  return status >= 500
    ? { code: 'provider_unavailable', retryable: true }
    : { code: 'bad_request', retryable: false };
}
