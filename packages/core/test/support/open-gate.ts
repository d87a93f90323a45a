import type { BaseEvent, Message } from '@flightdeck/store';
import { RunEventTracker, type RunEnd } from '../../src/runs/run-event-tracker.js';

export const IDS = { threadId: 'thread', runId: 'run' };
export const FAILED: RunEnd = { kind: 'failed', message: 'broken', code: 'INCOMPLETE_STREAM' };

export interface Gate {
  readonly tracker: RunEventTracker;
  readonly dropped: string[];
  /** What is emitted for the given events. */
  readonly emit: (...events: readonly unknown[]) => BaseEvent[];
}

/** A tracker with a frontend tool, and what it emits and drops. */
export function openGate(history: readonly Message[] = []): Gate {
  const dropped: string[] = [];
  const tracker = new RunEventTracker({
    ...IDS,
    frontendTools: new Set(['confirm']),
    history,
    onDropped: (reason) => dropped.push(reason),
  });
  return { tracker, dropped, emit: (...events) => events.flatMap((event) => tracker.admit(event)) };
}

export const text = (type: string, messageId = 'm', rest: object = {}): BaseEvent => ({
  type: `TEXT_MESSAGE_${type}`,
  messageId,
  ...rest,
});
export const call = (type: string, toolCallId = 'c', rest: object = {}): BaseEvent => ({
  type: `TOOL_CALL_${type}`,
  toolCallId,
  ...rest,
});
