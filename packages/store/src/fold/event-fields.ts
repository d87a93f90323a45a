import type { BaseEvent, Message } from '../ag-ui.js';

export type Fields = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export function isMessage(value: unknown): value is Message {
  return isObject(value) && typeof value['id'] === 'string' && typeof value['role'] === 'string';
}

/** The metadata after an event: what it brings is laid over what was there. */
export function mergedMetadata(previous: unknown, event: BaseEvent): Fields | null {
  const added = event['metadata'];
  if (!isObject(added)) return null;
  return isObject(previous) ? { ...previous, ...added } : added;
}

/** The fields that an event hands on unchanged to the message that it begins. */
export function openingFields(event: BaseEvent): Fields {
  const { subagentRunId, metadata } = event;
  return {
    ...(typeof subagentRunId === 'string' ? { subagentRunId } : null),
    ...(isObject(metadata) ? { metadata } : null),
  };
}
