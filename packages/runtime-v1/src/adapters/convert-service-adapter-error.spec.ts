import { describe, expect, it } from '@jest/globals';
import { CopilotKitError } from '../errors/copilot-kit-error.js';
import { convertServiceAdapterError } from './convert-service-adapter-error.js';
import { getSdkClientOptions } from './sdk-client.js';

class ProviderError extends Error {}

function failed(fields: Readonly<Record<string, unknown>>): Error {
  return Object.assign(new ProviderError('no luck'), fields);
}

describe('convertServiceAdapterError', () => {
  it.each([
    [{ status: 401 }, 'AUTHENTICATION_ERROR', 401],
    [{ statusCode: 404 }, 'CONFIGURATION_ERROR', 404],
    [{ response: { status: 429 } }, 'CONFIGURATION_ERROR', 429],
    [{ status: 500 }, 'NETWORK_ERROR', 500],
    [{ status: 'odd' }, 'NETWORK_ERROR', 503],
    [{}, 'NETWORK_ERROR', 503],
  ])('tells by the status what has happened: %j', (fields, code, statusCode) => {
    const cause = failed(fields);
    const error = convertServiceAdapterError(cause, 'OpenAI');
    expect(error).toBeInstanceOf(CopilotKitError);
    expect(error).toMatchObject({
      message: 'OpenAI API error: no luck',
      code,
      statusCode,
      cause,
      originalErrorType: 'ProviderError',
    });
  });

  it('keeps what the provider has answered', () => {
    const error = { code: 'bad' };
    expect(convertServiceAdapterError(failed({ error }), 'Groq')).toMatchObject({
      responseData: error,
    });
    const response = { data: 'body' };
    expect(convertServiceAdapterError(failed({ response }), 'Groq')).toMatchObject({
      responseData: 'body',
    });
  });

  it('takes whatever was thrown, and leaves errors of v1 as they are', () => {
    expect(convertServiceAdapterError('plain', 'X').message).toBe('X API error: plain');
    expect(convertServiceAdapterError(undefined, 'X').message).toBe('X API error: undefined');
    const known = new CopilotKitError({ message: 'known', code: 'MISUSE' });
    expect(convertServiceAdapterError(known, 'X')).toBe(known);
  });
});

describe('getSdkClientOptions', () => {
  it('finds what a client was made with, if it keeps it', () => {
    const options = { defaultHeaders: { a: 'b' } };
    expect(getSdkClientOptions({ _options: options })).toBe(options);
    expect(getSdkClientOptions({})).toEqual({});
  });
});
