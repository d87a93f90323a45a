import type { Scope, ThreadChange, ThreadChangeKind, ThreadRecord } from '@flightdeck/store';
import { toLocalRecord } from '../runner/local-record.js';

/** An event of the channel. */
export interface RealtimeEvent {
  readonly name: 'thread_metadata' | 'thread_run_activity';
  /** JSON text. */
  readonly payload: string;
}

/**
 * What clients are told of a change, platform.md 2.5: the thread as the list shows it, and that a
 * run has begun, which makes an open chat on another device follow it.
 */
export function eventsOf(owner: Scope, change: ThreadChange): RealtimeEvent[] {
  const events: RealtimeEvent[] = [];
  const { thread, threadId, run, at } = change;
  if (thread === null) events.push(deletedEvent(owner, threadId, at));
  // The list leaves out what has never run, so that nothing appears which a reload would remove.
  else if (thread.lastRunAt !== null) events.push(threadEvent(change.kind, thread, at));
  if (run !== undefined) {
    events.push({
      name: 'thread_run_activity',
      payload: JSON.stringify({
        threadId,
        agentId: run.agentId,
        runId: run.runId,
        eventType: 'RUN_STARTED',
        latestEventId: run.cursor,
      }),
    });
  }
  return events;
}

/** Tells what a thread looks like now. */
export function threadEvent(
  kind: ThreadChangeKind,
  thread: ThreadRecord,
  at: number,
): RealtimeEvent {
  // Anything else would put an archived thread back into lists without archived ones.
  const operation = thread.archived ? 'archived' : kind;
  return {
    name: 'thread_metadata',
    payload: JSON.stringify({
      operation,
      threadId: thread.threadId,
      userId: thread.userId,
      organizationId: thread.tenantId,
      occurredAt: new Date(at).toISOString(),
      thread: toLocalRecord(thread),
    }),
  };
}

function deletedEvent({ tenantId, userId }: Scope, threadId: string, at: number): RealtimeEvent {
  return {
    name: 'thread_metadata',
    payload: JSON.stringify({
      operation: 'deleted',
      threadId,
      userId: userId ?? '',
      organizationId: tenantId,
      occurredAt: new Date(at).toISOString(),
      deleted: { id: threadId },
    }),
  };
}
