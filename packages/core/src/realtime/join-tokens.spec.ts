import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '@flightdeck/testing';
import { Hmac } from './hmac.js';
import { JoinTokens, type JoinGrant } from './join-tokens.js';

const SECRET = 'a secret of more than 32 characters';
const ADA: Omit<JoinGrant, 'id'> = {
  scope: { tenantId: 'one', userId: 'ada' },
  origin: 'https://app.example.com',
  metaSeq: 7,
};

function tokensOf(secret: string | null, clock = new FakeClock()): JoinTokens {
  return new JoinTokens({ hmac: new Hmac(secret), clock, newId: () => 'id-1', ttlMs: 1_000 });
}

describe('join tokens', () => {
  it('say again what they were made for, any number of times', async () => {
    const tokens = tokensOf(SECRET);
    const token = await tokens.mint(ADA);
    expect(await tokens.verify(token)).toEqual({ id: 'id-1', ...ADA });
    expect(await tokens.verify(token)).toEqual({ id: 'id-1', ...ADA });
    expect(encodeURIComponent(token)).toBe(token);
  });

  it('keep any user id, and nobody apart from somebody', async () => {
    const tokens = tokensOf(SECRET);
    for (const userId of [null, 'Zoë 🦊', '"]']) {
      const grant = { scope: { tenantId: '', userId }, origin: null, metaSeq: 0 };
      expect(await tokens.verify(await tokens.mint(grant))).toEqual({ id: 'id-1', ...grant });
    }
  });

  it('expire', async () => {
    const clock = new FakeClock();
    const tokens = tokensOf(SECRET, clock);
    const token = await tokens.mint(ADA);
    clock.advance(999);
    expect(await tokens.verify(token)).not.toBeNull();
    clock.advance(1);
    expect(await tokens.verify(token)).toBeNull();
  });

  it('cannot be made or changed without the secret', async () => {
    const tokens = tokensOf(SECRET);
    const token = await tokens.mint(ADA);
    const [payload = '', signature = ''] = token.split('.');
    const claims = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const forged = btoa(claims.replace('"ada"', '"bob"')).replaceAll('=', '');
    const other = await tokensOf('another secret of 32 characters!').mint(ADA);
    const attempts = [
      `${forged}.${signature}`,
      `${payload}.`,
      payload,
      `.${signature}`,
      `${token}.${signature}`,
      `${payload}.${signature.slice(1)}`,
      `${payload}.%%%`,
      '',
      'x'.repeat(10_000),
      other,
      // The join code is signed, too, and everybody knows their own.
      `${payload}.${await tokens.codeOf(ADA.scope)}`,
    ];
    for (const attempt of attempts) expect(await tokens.verify(attempt)).toBeNull();
  });

  it('are good for every instance with the secret, and for one runtime alone without any', async () => {
    const token = await tokensOf(SECRET).mint(ADA);
    expect(await tokensOf(SECRET).verify(token)).not.toBeNull();
    expect(await tokensOf(null).verify(await tokensOf(null).mint(ADA))).toBeNull();
  });
});

describe('join codes', () => {
  it('are the same on every instance, and differ between users and tenants', async () => {
    const scopes = [
      { tenantId: 'one', userId: 'ada' },
      { tenantId: 'two', userId: 'ada' },
      { tenantId: 'one', userId: 'bob' },
      { tenantId: 'one', userId: null },
      { tenantId: 'one', userId: '' },
    ];
    const codes = await Promise.all(scopes.map((scope) => tokensOf(SECRET).codeOf(scope)));
    const again = await Promise.all(scopes.map((scope) => tokensOf(SECRET).codeOf(scope)));
    expect(again).toEqual(codes);
    expect(new Set(codes).size).toBe(scopes.length);
    for (const code of codes) expect(code).toMatch(/^[\w-]{22}$/);
  });
});
