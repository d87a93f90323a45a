import { RuntimeError } from '../../errors/runtime-error.js';
import { errorMessage } from '../../internal/error-message.js';
import { isRecord } from '../../internal/is-record.js';
import { retryAfterOf } from './retry-after.js';
import { transcriptionError, type TranscriptionErrorCode } from './transcription-error.js';
import { audioCodeByWords, codeByWords } from './transcription-words.js';

/**
 * What a client is told about a rejection of the transcription service. Decided by HTTP status, code
 * and class, of the error itself or of what caused it; by whole words of its message only where
 * there is none of these, agent.md 18.11. A provider's `Retry-After` is passed on.
 *
 * @param redact whether the provider's own words are held back
 */
export function classifyTranscriptionError(error: unknown, redact: boolean): RuntimeError {
  if (RuntimeError.is(error) && 'retryable' in error.body) return error;
  const code = codeOf(error);
  const retryAfter = code === 'rate_limited' ? retryAfterOf(error) : null;
  return transcriptionError(code, {
    ...(redact ? {} : { message: errorMessage(error) }),
    ...(retryAfter === null ? {} : { headers: { 'retry-after': retryAfter } }),
    cause: error,
  });
}

function codeOf(error: unknown): TranscriptionErrorCode {
  for (const link of causesOf(error)) {
    const code = codeByStatus(link) ?? codeByClass(link);
    if (code !== null) return code;
  }
  return codeByWords(errorMessage(error)) ?? 'provider_error';
}

function causesOf(error: unknown): Readonly<Record<string, unknown>>[] {
  const chain: Readonly<Record<string, unknown>>[] = [];
  let current = error;
  while (chain.length < 5 && isRecord(current)) {
    chain.push(current);
    current = current.cause ?? current.lastError;
  }
  return chain;
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
  return audioCodeByWords(errorMessage(error)) ?? 'provider_error';
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
