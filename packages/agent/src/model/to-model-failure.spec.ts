import { inspect } from 'node:util';

import { describe, expect, it } from '@jest/globals';

import { ModelFailure } from './model-failure.js';
import { toModelFailure } from './to-model-failure.js';

/** As the libraries of all three lines throw it. */
function apiError(statusCode: number, more: Record<string, unknown> = {}): Error {
  return Object.assign(new Error('the library’s words'), {
    name: 'AI_APICallError',
    url: 'https://api.example/v1/chat?key=SECRET',
    statusCode,
    responseHeaders: {},
    requestBodyValues: { messages: ['PRIVATE'] },
    ...more,
  });
}

function withBody(statusCode: number, error: unknown): Error {
  return apiError(statusCode, { responseBody: JSON.stringify({ error }), data: { error } });
}

function caused(code: string): Error {
  return Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error(`connect ${code}`), { code }),
  });
}

describe('toModelFailure', () => {
  it.each([
    [400, 'bad_request', false],
    [401, 'auth_failed', false],
    [403, 'auth_failed', false],
    [404, 'invalid_model', false],
    [408, 'timeout', true],
    [422, 'bad_request', false],
    [429, 'rate_limited', true],
    [500, 'provider_unavailable', true],
    [503, 'provider_unavailable', true],
    [504, 'timeout', true],
    [529, 'provider_unavailable', true],
  ])('takes status %i for %s [model.failures]', (status, code, retryable) => {
    expect(toModelFailure(apiError(status))).toMatchObject({ status, code, retryable });
  });

  it.each([
    [
      400,
      { code: 'context_length_exceeded', type: 'invalid_request_error' },
      'context_length',
      false,
    ],
    [
      400,
      { type: 'invalid_request_error', message: 'prompt is too long: 9 tokens > 8 maximum' },
      'context_length',
      false,
    ],
    [
      400,
      { status: 'INVALID_ARGUMENT', message: 'The input token count (9) exceeds the maximum' },
      'context_length',
      false,
    ],
    [400, { message: "This model's maximum context length is 8 tokens." }, 'context_length', false],
    [400, { code: 'content_filter', message: 'filtered' }, 'content_filter', false],
    [
      400,
      { status: 'INVALID_ARGUMENT', message: 'API key not valid. Please pass one.' },
      'auth_failed',
      false,
    ],
    [400, { code: 'model_not_found', message: 'no' }, 'invalid_model', false],
    [429, { code: 'insufficient_quota', type: 'insufficient_quota' }, 'rate_limited', false],
    [429, { status: 'RESOURCE_EXHAUSTED', code: 429 }, 'rate_limited', true],
    [400, { type: 'invalid_request_error', message: 'odd' }, 'bad_request', false],
    [529, { type: 'overloaded_error', message: 'Overloaded' }, 'provider_unavailable', true],
  ])(
    'reads the body of a %i answer: %j is %s [model.failures]',
    (status, body, code, retryable) => {
      expect(toModelFailure(withBody(status, body))).toMatchObject({ code, retryable });
    },
  );

  it.each([
    [
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
      'provider_unavailable',
      true,
    ],
    [{ type: 'rate_limit_error', message: 'slow down' }, 'rate_limited', true],
    [{ type: 'error', code: 'server_error', message: 'sorry' }, 'provider_unavailable', true],
    [
      { type: 'response.failed', response: { error: { code: 'server_error', message: 'sorry' } } },
      'provider_unavailable',
      true,
    ],
    [{ code: 503, status: 'UNAVAILABLE', message: 'try later' }, 'provider_unavailable', true],
    [{ code: 'context_length_exceeded', message: 'long' }, 'context_length', false],
    ['out of order', 'provider_unavailable', true],
    [{ message: 'out of order' }, 'provider_unavailable', true],
    [new Error('out of order'), 'internal', false],
    [undefined, 'internal', false],
  ])('reads the error part %j as %s [model.failures]', (error, code, retryable) => {
    expect(toModelFailure(error)).toMatchObject({ code, retryable });
  });

  it.each([
    [caused('ECONNREFUSED'), 'provider_unavailable', true],
    [caused('ENOTFOUND'), 'provider_unavailable', true],
    [caused('ECONNRESET'), 'provider_unavailable', true],
    [caused('UND_ERR_SOCKET'), 'provider_unavailable', true],
    [caused('UND_ERR_HEADERS_TIMEOUT'), 'timeout', true],
    [caused('CERT_HAS_EXPIRED'), 'provider_unavailable', false],
    [new TypeError('terminated'), 'provider_unavailable', true],
    [new DOMException('too late', 'TimeoutError'), 'timeout', true],
    [Object.assign(new Error('no key'), { name: 'AI_LoadAPIKeyError' }), 'auth_failed', false],
    [Object.assign(new Error('no model'), { name: 'AI_NoSuchModelError' }), 'invalid_model', false],
    [
      Object.assign(new Error('odd'), { name: 'AI_UnsupportedFunctionalityError' }),
      'bad_request',
      false,
    ],
    [Object.assign(new Error('odd'), { isRetryable: true }), 'internal', true],
    [new AggregateError([caused('ECONNREFUSED')], 'all failed'), 'provider_unavailable', true],
    [
      Object.assign(new Error('retries'), { name: 'AI_RetryError', lastError: apiError(401) }),
      'auth_failed',
      false,
    ],
  ])('takes %s for %s [model.failures]', (error, code, retryable) => {
    expect(toModelFailure(error)).toMatchObject({ code, retryable });
  });

  it('says what the provider said, and where', () => {
    const error = withBody(404, { message: 'The model `gpt-9` does not exist.' });
    expect(toModelFailure(error).message).toBe(
      'The model `gpt-9` does not exist. (HTTP 404 from api.example)',
    );
  });

  it.each([
    ['a page', '<!DOCTYPE html><html><body>Bad gateway SECRET</body></html>'],
    ['nothing', ''],
  ])(
    'has words of its own when the provider answers with %s [model.failure-secrets]',
    (_, text) => {
      const error = apiError(502, { message: text, responseBody: text });
      expect(toModelFailure(error).message).toBe('The model failed (HTTP 502 from api.example)');
    },
  );

  it.each(['AI_TypeValidationError', 'AI_JSONParseError', 'AI_InvalidPromptError'])(
    'does not repeat what %s quotes [model.failure-secrets]',
    (name) => {
      const error = Object.assign(new Error('Value: {"text":"PRIVATE"}'), { name });
      expect(toModelFailure(error).message).not.toContain('PRIVATE');
    },
  );

  it('does not repeat what a cause quotes [model.failure-secrets]', () => {
    const cause = Object.assign(new Error('Text: PRIVATE'), { name: 'AI_JSONParseError' });
    const error = apiError(200, { message: '', cause });
    expect(toModelFailure(error).message).not.toContain('PRIVATE');
  });

  it('has at most 500 characters', () => {
    const failure = toModelFailure(withBody(400, { message: 'x'.repeat(2000) }));
    expect(failure.message).toHaveLength(500);
    expect(failure.message).toMatch(/… \(HTTP 400 from api\.example\)$/);
  });

  it('tells how long to wait', () => {
    const error = apiError(429, { responseHeaders: { 'retry-after': '3' } });
    expect(toModelFailure(error).retryAfterMs).toBe(3000);
  });

  it('prints neither the request nor the key [model.failure-secrets]', () => {
    const failure = toModelFailure(withBody(401, { message: 'bad key sk-SECRETSECRET' }));
    for (const text of [inspect(failure, { depth: 9 }), JSON.stringify(failure), String(failure)]) {
      expect(text).not.toMatch(/PRIVATE|SECRET/);
    }
  });

  it('keeps the original as its cause', () => {
    const error = apiError(500);
    expect(toModelFailure(error).cause).toBe(error);
  });

  it('returns a ModelFailure as it is', () => {
    const failure = new ModelFailure('timeout', 'late');
    expect(toModelFailure(failure)).toBe(failure);
  });

  it('survives errors that go in circles', () => {
    const error = new Error('round') as Error & { cause?: unknown };
    error.cause = error;
    expect(toModelFailure(error)).toMatchObject({ code: 'internal', message: 'round' });
  });
});
