import type { ErrorCode } from '../../errors/error-code.js';
import { RuntimeError } from '../../errors/runtime-error.js';

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
  /** Further response headers, lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
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
    ...(options.headers === undefined ? {} : { headers: options.headers }),
    ...(options.cause === undefined ? {} : { cause: options.cause }),
  });
}
