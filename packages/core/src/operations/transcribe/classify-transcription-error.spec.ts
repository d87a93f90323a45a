import { describe, expect, it } from '@jest/globals';
import { classifyTranscriptionError } from './classify-transcription-error.js';
import { transcriptionError } from './transcription-error.js';

class APIConnectionTimeoutError extends Error {}

function withFields(message: string, fields: object): Error {
  return Object.assign(new Error(message), fields);
}

function textOf400(message: string): Error {
  return withFields(message, { status: 400 });
}

const refused = withFields('connect', { code: 'ECONNREFUSED' });

describe('classifyTranscriptionError', () => {
  it.each<[string, unknown, number, string]>([
    ['429', withFields('x', { status: 429 }), 429, 'rate_limited'],
    ['429 as statusCode', withFields('x', { statusCode: 429 }), 429, 'rate_limited'],
    ['429 as code', withFields('x', { code: 429 }), 429, 'rate_limited'],
    ['429 of a response', withFields('x', { response: { status: 429 } }), 429, 'rate_limited'],
    ['429 in a cause', new Error('x', { cause: { status: 429 } }), 429, 'rate_limited'],
    ['429 after retries', withFields('x', { lastError: { statusCode: 429 } }), 429, 'rate_limited'],
    ['401', { status: 401 }, 401, 'auth_failed'],
    ['403', { status: 403 }, 401, 'auth_failed'],
    ['413', { status: 413 }, 400, 'audio_too_long'],
    ['415', { status: 415 }, 400, 'invalid_audio_format'],
    ['too long', { status: 400, code: 'audio_too_long' }, 400, 'audio_too_long'],
    ['too long inside', { status: 422, error: { code: 'FILE_TOO_LARGE' } }, 400, 'audio_too_long'],
    ['too short', { status: 400, type: 'audio_too_short' }, 400, 'audio_too_short'],
    ['bad format', { status: 400, code: 'invalid_file_format' }, 400, 'invalid_audio_format'],
    ['another 400', { status: 400, code: 'invalid_language' }, 500, 'provider_error'],
    ['404', { status: 404 }, 500, 'provider_error'],
    ['500', { status: 500 }, 500, 'provider_error'],
    ['502', { status: 502 }, 502, 'network_error'],
    ['503', { status: 503 }, 502, 'network_error'],
    ['refused', refused, 502, 'network_error'],
    ['fetch failed', new TypeError('fetch failed', { cause: refused }), 502, 'network_error'],
    ['fetch failed, no cause', new TypeError('fetch failed'), 502, 'network_error'],
    ['aborted', new DOMException('x', 'AbortError'), 502, 'network_error'],
    ['timed out', new DOMException('x', 'TimeoutError'), 502, 'network_error'],
    ['a client library', new APIConnectionTimeoutError('x'), 502, 'network_error'],
    ['a mistake in code', new TypeError('x is not a function'), 500, 'provider_error'],
    ['400 about a short file', textOf400('Audio file is too short'), 400, 'audio_too_short'],
    ['words inside words', new Error('author failed to generate'), 500, 'provider_error'],
    ['a status before words', withFields('unauthorized', { status: 500 }), 500, 'provider_error'],
    ['a string', 'rate limit', 429, 'rate_limited'],
    ['words of a plain error', new Error('connect ENOTFOUND host'), 502, 'network_error'],
    ['nothing', undefined, 500, 'provider_error'],
  ])('goes by facts: %s', (_name, thrown, status, code) => {
    const error = classifyTranscriptionError(thrown, false);
    expect(error.status).toBe(status);
    expect(error.body).toMatchObject({
      error: code,
      retryable: ['rate_limited', 'network_error', 'provider_error'].includes(code),
    });
  });

  it('repeats the words of the provider only if it may', () => {
    const thrown = withFields('key sk-123 is over quota', { status: 429 });
    const open = classifyTranscriptionError(thrown, false);
    const redacted = classifyTranscriptionError(thrown, true);
    expect(open.body.message).toBe('key sk-123 is over quota');
    expect(JSON.stringify(redacted.body)).not.toContain('sk-123');
    expect(redacted.message).not.toContain('sk-123');
    expect(redacted.cause).toBe(thrown);
  });

  it.each([
    ['Headers', { headers: new Headers({ 'retry-after': '7' }) }, '7'],
    ['a record', { responseHeaders: { 'retry-after': '7' } }, '7'],
    ['a date', { headers: { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' } }, undefined],
    ['nothing', {}, undefined],
  ])('passes on how long to wait: %s', (_name, fields, expected) => {
    const error = classifyTranscriptionError({ status: 429, ...fields }, true);
    expect(error.headers['retry-after']).toBe(expected);
    const other = classifyTranscriptionError({ status: 500, ...fields }, true);
    expect(other.headers).toEqual({});
  });

  it('leaves a transcription error as it is', () => {
    const own = transcriptionError('audio_too_short');
    expect(classifyTranscriptionError(own, true)).toBe(own);
  });

  it('survives circular causes', () => {
    const loop = new Error('x');
    loop.cause = loop;
    expect(classifyTranscriptionError(loop, true).body.error).toBe('provider_error');
  });
});

describe('transcriptionError', () => {
  it('has the status and the body that clients know', () => {
    const error = transcriptionError('service_not_configured');
    expect(error).toMatchObject({ code: 'unavailable', status: 503 });
    expect(error.body).toEqual({
      error: 'service_not_configured',
      message: 'Transcription is not configured',
      retryable: false,
    });
  });
});
