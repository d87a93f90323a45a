/** Whose threads a call may touch. Every call of a store that names a thread carries one. */
export interface Scope {
  /** The tenant (a project of the platform); `''` where there is only one. Thread ids are unique within it. */
  readonly tenantId: string;
  /** The owner whose threads are visible, or `null` for all of the tenant's threads. */
  readonly userId: string | null;
}

/** The scope of a server that knows no users: one tenant, every thread. */
export const UNSCOPED: Scope = { tenantId: '', userId: null };
