import type { ErrorCode } from '../../errors/error-code.js';
import { RuntimeError } from '../../errors/runtime-error.js';
import { errorMessage } from '../../internal/error-message.js';
import { isRecord } from '../../internal/is-record.js';

/** The codes that clients know; there are no others, so that each has a text in the user's chat. */
export type TranscriptionErrorCode =
  | 'service_not_configured'
  | 'invalid_request'
  | 'invalid_audio_format'
  | 'audio_too_long'
  | 'audio_too_short'
  | 'rate_limited'
  | 'auth_failed'
  | 'network_error'
  | 'provider_error';

interface ErrorKind {
  readonly is: ErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  /** What clients read when the provider's own words are held back. */
  readonly message: string;
}

const KINDS: Readonly<Record<TranscriptionErrorCode, ErrorKind>> = {
  service_not_configured: {
    is: 'unavailable',
    status: 503,
    retryable: false,
    message: 'Transcription is not configured',
  },
  invalid_request: {
    is: 'invalid_request',
    status: 400,
    retryable: false,
    message: 'Invalid transcription request',
  },
  invalid_audio_format: {
    is: 'invalid_request',
    status: 400,
    retryable: false,
    message: 'The audio format is not supported',
  },
  audio_too_long: {
    is: 'invalid_request',
    status: 400,
    retryable: false,
    message: 'The recording is too long',
  },
  audio_too_short: {
    is: 'invalid_request',
    status: 400,
    retryable: false,
    message: 'The recording is too short',
  },
  rate_limited: {
    is: 'rate_limited',
    status: 429,
    retryable: true,
    message: 'The transcription provider is busy. Try again later',
  },
  auth_failed: {
    is: 'unauthenticated',
    status: 401,
    retryable: false,
    message: 'The transcription provider refused the credentials of this server',
  },
  network_error: {
    is: 'upstream_failed',
    status: 502,
    retryable: true,
    message: 'The transcription provider could not be reached',
  },
  provider_error: {
    is: 'internal',
    status: 500,
    retryable: true,
    message: 'The transcription failed',
  },
};

export interface TranscriptionErrorOptions {
  /** Defaults to a general text for the code. */
  readonly message?: string;
  readonly status?: number;
  readonly cause?: unknown;
}

/** A failed transcription with the body that clients know: `{ error, message, retryable }`. */
export function transcriptionError(
  code: TranscriptionErrorCode,
  options: TranscriptionErrorOptions = {},
): RuntimeError {
  const kind = KINDS[code];
  const message = options.message ?? kind.message;
  return new RuntimeError(options.status === 413 ? 'payload_too_large' : kind.is, message, {
    status: options.status ?? kind.status,
    body: { error: code, message, retryable: kind.retryable },
    ...(options.cause === undefined ? {} : { cause: options.cause }),
  });
}

/**
 * What a client is told about a rejection of the transcription service. Decided by HTTP status, code
 * and class, of the error itself or of what caused it; never by its wording.
 *
 * @param redact whether the provider's own words are held back
 */
export function classifyTranscriptionError(error: unknown, redact: boolean): RuntimeError {
  if (RuntimeError.is(error) && 'retryable' in error.body) return error;
  const code = codeOf(error);
  return transcriptionError(code, {
    ...(redact ? {} : { message: errorMessage(error) }),
    cause: error,
  });
}

function codeOf(error: unknown): TranscriptionErrorCode {
  let current = error;
  for (let depth = 0; depth < 5 && isRecord(current); depth += 1) {
    const code = codeByStatus(current) ?? codeByClass(current);
    if (code !== null) return code;
    current = current.cause ?? current.lastError;
  }
  return 'provider_error';
}

const TOO_LONG = new Set(['audio_too_long', 'audio_too_large', 'file_too_large', 'file_too_big']);
const TOO_SHORT = new Set(['audio_too_short', 'file_too_small', 'empty_audio']);
const BAD_FORMAT = new Set([
  'invalid_audio_format',
  'invalid_file_format',
  'unsupported_audio_format',
  'unsupported_file_format',
  'unsupported_media_type',
]);

function codeByStatus(error: Readonly<Record<string, unknown>>): TranscriptionErrorCode | null {
  const status = statusOf(error);
  if (status === null) return null;
  if (status === 429) return 'rate_limited';
  if (status === 401 || status === 403) return 'auth_failed';
  if (status === 413) return 'audio_too_long';
  if (status === 415) return 'invalid_audio_format';
  if (status === 408 || (status >= 502 && status <= 504)) return 'network_error';
  return status === 400 || status === 422 ? codeOfRejectedAudio(error) : 'provider_error';
}

function codeOfRejectedAudio(error: Readonly<Record<string, unknown>>): TranscriptionErrorCode {
  const details = isRecord(error.error) ? error.error : {};
  for (const code of [error.code, details.code, error.type, details.type]) {
    const name = typeof code === 'string' ? code.toLowerCase() : '';
    if (TOO_LONG.has(name)) return 'audio_too_long';
    if (TOO_SHORT.has(name)) return 'audio_too_short';
    if (BAD_FORMAT.has(name)) return 'invalid_audio_format';
  }
  return 'provider_error';
}

function statusOf(error: Readonly<Record<string, unknown>>): number | null {
  const response = isRecord(error.response) ? error.response : {};
  for (const status of [error.status, error.statusCode, error.code, response.status]) {
    if (typeof status === 'number' && status >= 400 && status < 600) return status;
  }
  return null;
}

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ABORT_ERR',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_SOCKET',
  'UND_ERR_ABORTED',
]);
const NETWORK_CLASSES = new Set([
  'AbortError',
  'TimeoutError',
  'APIConnectionError',
  'APIConnectionTimeoutError',
  'APIUserAbortError',
]);

function codeByClass(error: Readonly<Record<string, unknown>>): TranscriptionErrorCode | null {
  const { code, name, constructor } = error;
  const className = typeof constructor === 'function' ? constructor.name : '';
  const unreachable =
    (typeof code === 'string' && NETWORK_CODES.has(code)) ||
    (typeof name === 'string' && NETWORK_CLASSES.has(name)) ||
    NETWORK_CLASSES.has(className) ||
    // How `fetch` reports that it got no response; other TypeErrors are mistakes in code.
    (name === 'TypeError' && (error.cause !== undefined || error.message === 'fetch failed'));
  return unreachable ? 'network_error' : null;
}
