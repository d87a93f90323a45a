import { describe, expect, it } from '@jest/globals';
import { refusalFailure } from './refusal.js';

const about = (status: number, body: unknown): string =>
  refusalFailure('P', { status, body }).message;

describe('refusalFailure', () => {
  it('keeps status, code and the time to wait', () => {
    const body = { error: { code: 'rate_limit_exceeded', message: 'x' } };
    const failure = refusalFailure('P', { status: 429, retryAfter: ' 7 ', body });
    expect(failure).toMatchObject({
      status: 429,
      code: 'rate_limit_exceeded',
      headers: { 'retry-after': '7' },
    });
  });

  it.each([
    ['wrapped', { error: { message: 'too short' } }],
    ['as a text', { error: 'too short' }],
    ['unwrapped', { message: 'too\n short' }],
  ])('repeats what is said about the audio: %s', (_name, body) => {
    expect(about(400, body)).toBe('P answered 400: too short');
  });

  it('repeats nothing of other refusals, markup or no body at all', () => {
    expect(about(401, { message: 'key sk-1' })).toBe('P answered 401');
    expect(about(400, { message: '<b>no</b>' })).toBe('P answered 400');
    expect(about(400, undefined)).toBe('P answered 400');
    expect(about(400, 'text')).toBe('P answered 400');
  });

  it('takes keys and queries out', () => {
    const words = about(422, { message: 'bad sk-abcdefgh at http://x/y?key=1 Bearer abcdefgh' });
    expect(words).toBe('P answered 422: bad … at http://x/y?… …');
  });

  it.each(['a b', '<b>', 'x'.repeat(65), 7])('takes no code that is none: %p', (code) => {
    expect(refusalFailure('P', { status: 500, body: { code } }).code).toBeUndefined();
  });
});
