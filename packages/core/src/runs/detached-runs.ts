import type { Scope } from '@flightdeck/store';

/**
 * Under which scope a run that belongs to no thread is carried out, found by its caller and the
 * thread id that the client has made up for it. Of several with the same id the last one counts.
 */
export class DetachedRuns {
  readonly #scopes = new Map<string, Scope>();

  /** Makes a run known under the id; the returned function forgets it. */
  add(caller: Scope, threadId: string, scope: Scope): () => void {
    const key = keyOf(caller, threadId);
    this.#scopes.set(key, scope);
    return () => {
      if (this.#scopes.get(key) === scope) this.#scopes.delete(key);
    };
  }

  scopeOf(caller: Scope, threadId: string): Scope | undefined {
    return this.#scopes.get(keyOf(caller, threadId));
  }
}

function keyOf({ tenantId, userId }: Scope, threadId: string): string {
  return JSON.stringify([tenantId, userId, threadId]);
}
