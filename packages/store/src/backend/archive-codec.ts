import type { HistoryEvent } from '../event-log.js';
import { StoreError } from '../store-error.js';
import type { FenceSpans } from './log-rows.js';

/** A run's compacted events as one text: `[firstSeq, seq, json]` each, and the fence where it is not the run's. */
export function encodeArchive(events: readonly HistoryEvent[]): string {
  return JSON.stringify(
    events.map(({ firstSeq, seq, json, fence }) =>
      fence === undefined ? [firstSeq ?? seq, seq, json] : [firstSeq ?? seq, seq, json, fence],
    ),
  );
}

/** @throws StoreError `corrupt` */
export function decodeArchive(text: string): HistoryEvent[] {
  return listOf(text, 'An archive').map((entry) => {
    const [firstSeq, seq, json, fence]: readonly unknown[] = Array.isArray(entry) ? entry : [];
    if (typeof seq !== 'number' || typeof json !== 'string') throw damaged('An archive');
    return {
      ...(typeof firstSeq === 'number' && firstSeq !== seq ? { firstSeq } : null),
      seq,
      ...(typeof fence === 'number' ? { fence } : null),
      json,
    };
  });
}

/** What `JSON.stringify` made of them. @throws StoreError `corrupt` */
export function decodeFenceSpans(text: string): FenceSpans {
  return listOf(text, 'The fences of an archive').map((span) => {
    const [firstSeq, fence]: readonly unknown[] = Array.isArray(span) ? span : [];
    if (typeof firstSeq === 'number' && typeof fence === 'number') return [firstSeq, fence];
    throw damaged('The fences of an archive');
  });
}

function listOf(text: string, what: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list)) return list;
  } catch (cause) {
    throw damaged(what, cause);
  }
  throw damaged(what);
}

function damaged(what: string, cause?: unknown): StoreError {
  return new StoreError('corrupt', `${what} cannot be read: restore a backup`, { cause });
}
