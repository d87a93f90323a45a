import type { BaseEvent } from '@flightdeck/core';

/** One block of an event stream, without the blank line that ends it. */
export interface SseFrame {
  readonly raw: string;
  readonly id?: string;
  /** The text of a block that is a comment. */
  readonly comment?: string;
  readonly data?: string;
}

/** Reads a block the way AG-UI clients do: `id:` and `data:` lines and comments, one optional space. */
export function parseFrame(raw: string): SseFrame {
  const fields = raw.split('\n').map(splitField);
  const valueOf = (wanted: string): string | undefined => {
    const values = fields.filter(([name]) => name === wanted).map(([, value]) => value);
    return values.length === 0 ? undefined : values.join('\n');
  };
  const id = valueOf('id');
  const comment = valueOf('');
  const data = valueOf('data');
  return {
    raw,
    ...(id === undefined ? {} : { id }),
    ...(comment === undefined ? {} : { comment }),
    ...(data === undefined ? {} : { data }),
  };
}

/** The event that a frame carries, `null` for comments. */
export function eventOf({ data }: SseFrame): BaseEvent | null {
  return data === undefined ? null : (JSON.parse(data) as BaseEvent);
}

function splitField(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(':');
  if (colon < 0) return [line, ''];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value];
}
