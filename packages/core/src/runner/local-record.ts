import type { ThreadRecord } from '@flightdeck/store';
import type { LocalThreadEndpointRecord } from './agent-runner.js';

/** A stored thread in the form in which the wire lists it. */
export function toLocalRecord(
  thread: ThreadRecord,
): LocalThreadEndpointRecord & { readonly lastRunAt?: string } {
  return {
    id: thread.threadId,
    name: thread.name,
    agentId: thread.agentId,
    organizationId: thread.tenantId,
    createdById: thread.userId,
    archived: thread.archived,
    createdAt: isoTime(thread.createdAt),
    updatedAt: isoTime(thread.updatedAt),
    ...(thread.lastRunAt === null ? {} : { lastRunAt: isoTime(thread.lastRunAt) }),
  };
}

function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
