import type { BaseEvent } from '@flightdeck/store';

/** Longer ones are left alone: an event has to stay one that every client takes. */
const MAX_MERGED_UNITS = 64 * 1024;

const ID_FIELDS: ReadonlyMap<string, 'messageId' | 'toolCallId'> = new Map([
  ['TEXT_MESSAGE_CONTENT', 'messageId'],
  ['TOOL_CALL_ARGS', 'toolCallId'],
  ['REASONING_MESSAGE_CONTENT', 'messageId'],
] as const);

const MERGED_FIELDS: ReadonlySet<string> = new Set([
  'type',
  'messageId',
  'toolCallId',
  'delta',
  'timestamp',
]);

export type MergeableDelta = BaseEvent & { readonly delta: string };

/** Several deltas of one item on their way to become one event. */
export interface MergedDelta {
  /** The first of them. */
  readonly event: MergeableDelta;
  readonly deltas: string[];
  units: number;
  /** How much was added to the first of them. */
  addedUnits: number;
}

/** Whether an event is a piece of an item's text and nothing else. */
export function isMergeable(event: BaseEvent): event is MergeableDelta {
  return (
    ID_FIELDS.has(event.type) &&
    typeof event.delta === 'string' &&
    Object.keys(event).every((field) => MERGED_FIELDS.has(field))
  );
}

/** A delta behind another one of its item, given as JSON or merged already; `null` if they do not fit. */
export function mergeOnto(last: MergedDelta | string, next: MergeableDelta): MergedDelta | null {
  const merged = typeof last === 'string' ? firstOf(last) : last;
  if (merged === null || merged.units + next.delta.length > MAX_MERGED_UNITS) return null;
  const { event } = merged;
  const idField = ID_FIELDS.get(next.type);
  if (idField === undefined || event.type !== next.type) return null;
  if (event[idField] !== next[idField]) return null;
  merged.deltas.push(next.delta);
  merged.units += next.delta.length;
  merged.addedUnits += next.delta.length;
  return merged;
}

function firstOf(json: string): MergedDelta | null {
  if (json.length > MAX_MERGED_UNITS) return null;
  // It was made by JSON.stringify of an event.
  const event = JSON.parse(json) as BaseEvent;
  if (!isMergeable(event)) return null;
  return { event, deltas: [event.delta], units: event.delta.length, addedUnits: 0 };
}
