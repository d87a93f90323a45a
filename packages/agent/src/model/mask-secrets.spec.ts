import { describe, expect, it } from '@jest/globals';

import { maskSecrets } from './mask-secrets.js';

describe('maskSecrets', () => {
  it.each([
    'Incorrect API key provided: sk-proj-abcdefgh1234567890.',
    'Incorrect API key provided: sk-pro*****************7890.',
    'Incorrect API key provided: my-own-SECRET. You can find it there.',
    'key sk-ant-api03-SECRETSECRET was refused',
    'Authorization: Bearer SECRETSECRET1234',
    'bad header {"authorization":"Basic U0VDUkVUU0VDUkVU"}',
    '{"x-api-key": "SECRETSECRET"}',
    'api_key=SECRETSECRET&x=1',
    'GET https://host.example/v1/models?key=SECRETSECRET failed',
    'GET https://user:SECRETSECRET@host.example/v1 failed',
    'key AIzaSySECRETSECRETSECRETSECRET',
    'key gsk_SECRETSECRETSECRET',
    'key xai-SECRETSECRETSECRET',
    'key AKIASECRETSECRET1234',
    'token eyJhbGciOiJIUzI1NiJ9.SECRETSECRET.SECRET',
  ])('takes the secret out of %j [model.failure-secrets]', (text) => {
    expect(maskSecrets(text)).not.toMatch(/SECRET|abcdefgh|7890|U0VDUkVU/);
  });

  it.each([
    'The model gpt-4o does not exist.',
    'max_tokens is too large: 99999',
    'See https://platform.openai.com/account/api-keys for help.',
    'the risk-free desk-top task-list',
  ])('leaves %j alone', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });

  it('takes out what is known to be secret, but no value that is part of any word [model.failure-secrets]', () => {
    const text = 'Refused cookie a=plainvalue of acme, named plainvalue';
    expect(maskSecrets(text, ['plainvalue', 'acme', ''])).toBe(
      'Refused cookie a=[redacted] of acme, named [redacted]',
    );
  });
});
