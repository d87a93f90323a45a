import { describe, expect, it } from '@jest/globals';
import { callFailure } from './call-failure.js';
import { connectionCodeOf } from './connection-code.js';

class APIConnectionTimeoutError extends Error {}
class APIConnectionError extends Error {}

const coded = (code: unknown, cause?: unknown): Error =>
  Object.assign(new Error('x', { cause }), { code });

describe('connectionCodeOf', () => {
  it.each<[string, unknown, string | null]>([
    ['a code', coded('ECONNREFUSED'), 'ECONNREFUSED'],
    ['the innermost code', coded('UND_ERR_SOCKET', coded('ENOTFOUND')), 'ENOTFOUND'],
    ['a code below a class', new APIConnectionError('x', { cause: coded('EPIPE') }), 'EPIPE'],
    ['a timeout of an SDK', new APIConnectionTimeoutError('x'), 'ETIMEDOUT'],
    ['an abort', new DOMException('x', 'AbortError'), 'ABORT_ERR'],
    ['fetch', new TypeError('fetch failed', { cause: coded('CERT_HAS_EXPIRED') }), 'ECONNRESET'],
    ['a torn body', new TypeError('terminated'), 'ECONNRESET'],
    ['a mistake in code', new TypeError('x is not a function'), null],
    ['a code of Node for mistakes', coded('ERR_INVALID_ARG_TYPE'), null],
    ['a number', coded(7), null],
    ['no error', 'ECONNREFUSED', null],
  ])('reads %s', (_name, error, code) => {
    expect(connectionCodeOf(error)).toBe(code);
  });
});

describe('callFailure', () => {
  it('repeats nothing of an error that it does not know', () => {
    const failure = callFailure('P', new RangeError('secret'));
    expect(failure.message).toBe('The call of P failed (RangeError)');
    expect(failure.cause).toBeUndefined();
  });

  it('goes by the status of an SDK, below what it retried', () => {
    const last = { statusCode: 429, responseHeaders: { 'retry-after': '3' } };
    const failure = callFailure('P', Object.assign(new Error('secret'), { lastError: last }));
    expect(failure).toMatchObject({ status: 429, headers: { 'retry-after': '3' } });
  });
});
