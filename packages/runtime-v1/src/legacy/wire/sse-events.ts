import type { BaseEvent } from '@flightdeck/core';
import { isRecord } from '../../internal/is-record.js';

export interface SseEvent {
  /** The `id` of its frame; `undefined` where it has none. */
  readonly id: string | undefined;
  readonly event: BaseEvent;
}

/** Reads AG-UI events out of an event stream that comes in texts of any size. Comments are no events. */
export class SseEvents {
  #rest = '';

  /** The events that `text` completes. */
  push(text: string): SseEvent[] {
    const frames = (this.#rest + text).split(/\r?\n\r?\n/);
    this.#rest = frames.pop() ?? '';
    return frames.flatMap((frame) => eventOf(frame) ?? []);
  }
}

function eventOf(frame: string): SseEvent | null {
  const data: string[] = [];
  let id: string | undefined;
  for (const line of frame.split(/\r?\n/)) {
    const [, name, value] = /^(data|id):[ ]?(.*)$/s.exec(line) ?? [];
    if (name === 'data') data.push(value ?? '');
    if (name === 'id') id = value;
  }
  if (data.length === 0) return null;
  const event = parse(data.join('\n'));
  return isEvent(event) ? { id, event } : null;
}

function isEvent(value: unknown): value is BaseEvent {
  return isRecord(value) && typeof value.type === 'string';
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
