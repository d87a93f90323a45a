/** One map key for an id within a tenant; no two pairs share one. */
export function scopedKey(tenantId: string, id: string): string {
  return `${tenantId.length}:${tenantId}${id}`;
}
