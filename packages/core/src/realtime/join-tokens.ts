import type { Scope } from '@flightdeck/store';
import type { Clock } from '../internal/clock.js';
import { isRecord } from '../internal/is-record.js';
import { fromBase64Url, toBase64Url, type Hmac } from './hmac.js';

/** What a join token entitles to: the changes of one user's threads. */
export interface JoinGrant {
  /** Of this token alone. */
  readonly id: string;
  readonly scope: Scope;
  /** The origin of the page that it was given to; `null` where there is none. */
  readonly origin: string | null;
  /** The number of the user's latest change at that time. */
  readonly metaSeq: number;
}

export interface JoinTokensOptions {
  readonly hmac: Hmac;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly ttlMs: number;
}

const TOKEN_PURPOSE = 'flightdeck/join-token/1:';
const CODE_PURPOSE = 'flightdeck/join-code/1:';
/** 128 bits in base64url. */
const CODE_LENGTH = 22;
const MAX_TOKEN_LENGTH = 8_192;

/**
 * Join tokens and join codes, platform.md 2.5 and 2.6. A token carries what it entitles to, signed,
 * and opens any number of sockets until it expires: reconnects repeat it.
 */
export class JoinTokens {
  readonly #options: JoinTokensOptions;

  constructor(options: JoinTokensOptions) {
    this.#options = options;
  }

  /** Names the user in topics: always the same, and nothing that can be guessed. */
  async codeOf({ tenantId, userId }: Scope): Promise<string> {
    const code = await this.#options.hmac.sign(CODE_PURPOSE + JSON.stringify([tenantId, userId]));
    return code.slice(0, CODE_LENGTH);
  }

  async mint({ scope, origin, metaSeq }: Omit<JoinGrant, 'id'>): Promise<string> {
    const { hmac, clock, newId, ttlMs } = this.#options;
    const claims = {
      id: newId(),
      ten: scope.tenantId,
      sub: scope.userId,
      org: origin,
      seq: metaSeq,
      exp: clock.now() + ttlMs,
    };
    const payload = toBase64Url(new TextEncoder().encode(JSON.stringify(claims)));
    return `${payload}.${await hmac.sign(TOKEN_PURPOSE + payload)}`;
  }

  /** `null` for a token that is forged or has expired. */
  async verify(token: string): Promise<JoinGrant | null> {
    if (token.length > MAX_TOKEN_LENGTH) return null;
    const [payload = '', signature = '', ...rest] = token.split('.');
    if (rest.length > 0) return null;
    if (!(await this.#options.hmac.verify(TOKEN_PURPOSE + payload, signature))) return null;
    const claims = parseClaims(payload);
    return claims !== null && claims.expiresAt > this.#options.clock.now() ? claims.grant : null;
  }
}

/** What has our signature has our form, unless another version made it. */
function parseClaims(payload: string): { grant: JoinGrant; expiresAt: number } | null {
  const bytes = fromBase64Url(payload);
  const claims: unknown = bytes === null ? null : JSON.parse(new TextDecoder().decode(bytes));
  if (!isRecord(claims)) return null;
  const { id, ten: tenantId, sub: userId, org: origin, seq: metaSeq, exp: expiresAt } = claims;
  if (typeof id !== 'string' || typeof tenantId !== 'string') return null;
  if (typeof metaSeq !== 'number' || typeof expiresAt !== 'number') return null;
  if (!isTextOrNull(userId) || !isTextOrNull(origin)) return null;
  return { grant: { id, scope: { tenantId, userId }, origin, metaSeq }, expiresAt };
}

function isTextOrNull(value: unknown): value is string | null {
  return typeof value === 'string' || value === null;
}
