import { UNSCOPED, type Scope } from '@flightdeck/store';

/** The end user on whose behalf a request is made. */
export interface Identity {
  /** Stable and unique within the tenant; never empty. */
  readonly id: string;
  readonly name?: string;
  /** Keeps tenants apart: threads of one are invisible to, and their ids free in, another. */
  readonly tenantId?: string;
}

/** The threads that belong to an identity; without one, all of them. */
export function scopeOf(identity: Identity | null): Scope {
  if (identity === null) return UNSCOPED;
  return { tenantId: identity.tenantId ?? '', userId: identity.id };
}
