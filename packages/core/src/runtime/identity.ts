import { UNSCOPED, type Scope } from '@flightdeck/store';
import { ConfigError } from '../errors/config-error.js';

/** The end user on whose behalf a request is made. */
export interface Identity {
  /** Stable and unique within the tenant; never empty. */
  readonly id: string;
  readonly name?: string;
  /** Keeps tenants apart: threads of one are invisible to, and their ids free in, another. */
  readonly tenantId?: string;
}

/**
 * Where agents find on whose behalf a run is made: a non-enumerable property of the clone that runs,
 * so that what copies, prints or stores an agent does not take it along. Other packages know it by
 * the same name.
 */
export const AGENT_USER: unique symbol = Symbol.for('flightdeck.user') as never;

/** The threads that belong to an identity; without one, all of them. */
export function scopeOf(identity: Identity | null): Scope {
  if (identity === null) return UNSCOPED;
  return { tenantId: identity.tenantId ?? '', userId: identity.id };
}

/** Whose threads these are, without the name, which no thread keeps; `null` for everybody's. */
export function ownerOf({ userId, tenantId }: Scope): Identity | null {
  if (userId === null) return null;
  return { id: userId, ...(tenantId === '' ? {} : { tenantId }) };
}

/** Whose threads an administrative call is about. */
export interface ThreadOwner {
  /** The id of an {@link Identity}; `null` for everybody of the tenant. */
  readonly userId: string | null;
  /** The tenant of the identity. Without it, that of identities without one. */
  readonly tenantId?: string;
}

/** @throws ConfigError if it is not said whose threads are meant: that must never be everybody's */
export function scopeOfOwner({ userId, tenantId = '' }: ThreadOwner): Scope {
  const given: unknown = userId;
  if (given === null || (typeof given === 'string' && given !== '')) return { tenantId, userId };
  throw new ConfigError('userId must be the id of a user, or null for a whole tenant');
}
