import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../errors/config-error.js';
import {
  preflightReply,
  resolveCors,
  withCors,
  type CopilotCorsConfig,
  type ResolvedCors,
} from './cors.js';
import { jsonReply, type Reply } from './reply.js';

const OURS = 'https://app.example';
const THEIRS = 'https://evil.example';

function resolved(config: CopilotCorsConfig | true = {}): ResolvedCors {
  const cors = resolveCors(config);
  if (cors === null) throw new Error('no CORS');
  return cors;
}

async function preflight(
  config: CopilotCorsConfig | true,
  headers: Record<string, string> = {},
): Promise<Record<string, string>> {
  const reply = await preflightReply(resolved(config), new Headers(headers));
  expect([reply.status, reply.body]).toEqual([204, null]);
  return Object.fromEntries(reply.headers);
}

async function decorated(
  config: CopilotCorsConfig | true,
  origin: string | null,
  reply: Reply = jsonReply({}),
): Promise<Record<string, string>> {
  const request = new Headers(origin === null ? {} : { origin });
  const { headers } = await withCors(resolved(config), request, reply);
  expect(new Set(headers.map(([name]) => name)).size).toBe(headers.length);
  return Object.fromEntries(headers);
}

describe('resolveCors', () => {
  it('is off unless asked for', () => {
    expect(resolveCors(undefined)).toBeNull();
    expect(resolveCors(false)).toBeNull();
    expect(resolveCors(true)).toEqual(resolveCors({}));
  });

  it.each<CopilotCorsConfig>([
    { credentials: true },
    { credentials: true, origin: '*' },
    { credentials: true, origin: [OURS, '*'] },
    { maxAge: 1.5 },
  ])('refuses %j', (config) => {
    expect(() => resolveCors(config)).toThrow(ConfigError);
  });
});

describe('a preflight', () => {
  it('allows everything by default, the requested headers by name', async () => {
    const asked = { origin: OURS, 'access-control-request-headers': 'authorization, x-tenant' };
    expect(await preflight(true, asked)).toEqual({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD, PUT, POST, DELETE, PATCH, OPTIONS',
      'access-control-allow-headers': 'authorization, x-tenant',
      vary: 'Access-Control-Request-Headers, Access-Control-Request-Method',
    });
  });

  it.each([{}, { 'access-control-request-headers': 'a b, c' }])(
    'allows any header when %j names none',
    async (asked) => {
      expect(await preflight(true, asked)).toMatchObject({ 'access-control-allow-headers': '*' });
    },
  );

  it('says what is configured', async () => {
    const config = {
      origin: [OURS],
      credentials: true,
      allowMethods: ['GET', 'POST'],
      allowHeaders: ['X-A', 'X-B'],
      maxAge: 600,
    };
    const asked = { origin: OURS, 'access-control-request-headers': 'x-c' };
    expect(await preflight(config, asked)).toEqual({
      'access-control-allow-origin': OURS,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'X-A, X-B',
      'access-control-max-age': '600',
      vary: 'Access-Control-Request-Headers, Access-Control-Request-Method, Origin',
    });
  });

  it('gives a disallowed origin no permission', async () => {
    const headers = await preflight({ origin: [OURS], credentials: true }, { origin: THEIRS });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    expect(headers.vary).toContain('Origin');
  });
});

describe('the origin', () => {
  it('is a wildcard by default, which needs no Vary', async () => {
    expect(await decorated(true, OURS)).toEqual({
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
    });
  });

  it('is the configured one, whoever asks', async () => {
    expect(await decorated({ origin: OURS, credentials: true }, THEIRS)).toMatchObject({
      'access-control-allow-origin': OURS,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    });
  });

  it.each<[string, CopilotCorsConfig]>([
    ['a list', { origin: ['https://other.example', OURS] }],
    ['a function', { origin: (origin) => (origin === OURS ? origin : null) }],
    ['an async function', { origin: async (origin) => (origin === OURS ? origin : undefined) }],
  ])('is decided by %s, and the response always varies by it', async (_name, config) => {
    expect(await decorated(config, OURS)).toMatchObject({
      'access-control-allow-origin': OURS,
      vary: 'Origin',
    });
    for (const origin of [THEIRS, null]) {
      expect(await decorated(config, origin)).toEqual({
        'content-type': 'application/json',
        vary: 'Origin',
      });
    }
  });

  it('is refused when the decision fails, or would let in everybody with credentials', async () => {
    const failing = (): never => {
      throw new Error('database is down');
    };
    for (const origin of [failing, async () => failing(), () => '*']) {
      const headers = await decorated({ origin, credentials: true }, OURS);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
    expect(await decorated({ origin: () => '*' }, OURS)).toMatchObject({
      'access-control-allow-origin': '*',
    });
  });
});

describe('a response', () => {
  it('keeps what it says itself', async () => {
    const reply = jsonReply({}, 200, {
      'access-control-allow-origin': 'https://host.example',
      'access-control-expose-headers': 'x-host',
    });
    const config = { origin: OURS, credentials: true, exposeHeaders: ['x-ours'] };
    const headers = await decorated(config, OURS, reply);
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://host.example',
      'access-control-expose-headers': 'x-host',
    });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it('exposes the configured headers', async () => {
    expect(await decorated({ exposeHeaders: ['x-a', 'x-b'] }, OURS)).toMatchObject({
      'access-control-expose-headers': 'x-a, x-b',
    });
  });

  it.each([
    ['Accept-Encoding', 'Accept-Encoding, Origin'],
    ['accept-encoding, origin', 'accept-encoding, origin'],
    ['*', '*'],
  ])('merges Vary: %s', async (vary, merged) => {
    expect(await decorated({ origin: OURS }, OURS, jsonReply({}, 200, { vary }))).toMatchObject({
      vary: merged,
    });
  });

  it('keeps its status, its body and repeated cookies', async () => {
    const reply: Reply = {
      status: 201,
      headers: [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
      body: 'x',
    };
    const sent = await withCors(resolved({ origin: OURS }), new Headers(), reply);
    expect(sent).toMatchObject({ status: 201, body: 'x' });
    expect(sent.headers.slice(0, 2)).toEqual(reply.headers);
  });
});
