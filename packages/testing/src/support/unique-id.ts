import { randomUUID } from 'node:crypto';

/** An id that no other test uses. */
export function uniqueId(prefix = 'id'): string {
  return `${prefix}-${randomUUID()}`;
}
