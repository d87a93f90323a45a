import type { BaseEvent } from '@flightdeck/store';

/** The events of which an answer has thousands, with the field that names what they are a piece of. */
type DeltaType = 'TEXT_MESSAGE_CONTENT' | 'TOOL_CALL_ARGS' | 'REASONING_MESSAGE_CONTENT';

export interface PlainDelta extends BaseEvent {
  readonly type: DeltaType;
  readonly delta: string;
}

/** Whether an event is a piece of text and nothing more, so that no rule but that of its item concerns it. */
export function isPlainDelta(event: BaseEvent): event is PlainDelta {
  const { type, delta, timestamp, metadata, subagentRunId } = event;
  return (
    (type === 'TEXT_MESSAGE_CONTENT' ||
      type === 'TOOL_CALL_ARGS' ||
      type === 'REASONING_MESSAGE_CONTENT') &&
    typeof delta === 'string' &&
    delta !== '' &&
    (timestamp === undefined || Number.isSafeInteger(timestamp)) &&
    metadata === undefined &&
    subagentRunId === undefined
  );
}

/** A delta of nothing but its three documented fields, in the order in which they are documented. */
export interface BareDelta extends PlainDelta {
  readonly messageId?: string;
  readonly toolCallId?: string;
}

/** Whether whoever writes or checks an event can do nothing with it but repeat it. */
export function isBareDelta(event: BaseEvent): event is BareDelta {
  if (!isPlainDelta(event) || event.toJSON !== undefined) return false;
  // Fields that are inherited are read, but not written.
  if (Object.getPrototypeOf(event) !== Object.prototype) return false;
  const idField = event.type === 'TOOL_CALL_ARGS' ? 'toolCallId' : 'messageId';
  if (typeof event[idField] !== 'string') return false;
  let position = 0;
  for (const field in event) {
    const expected = position === 0 ? 'type' : position === 1 ? idField : 'delta';
    if (field !== expected) return false;
    position += 1;
  }
  return position === 3;
}
