import { StoreError } from './store-error.js';

/** A place in the list of threads: right behind the thread that it describes. */
export interface ListCursor {
  /** `lastRunAt ?? createdAt` of that thread. */
  readonly activityAt: number;
  /** What decides between threads of the same moment; the engine's own. */
  readonly pk: number;
}

const MAX_LENGTH = 128;

/** Spells a place so that it needs no escaping in a URL. Clients must not look inside. */
export function formatListCursor(cursor: ListCursor): string {
  return btoa(JSON.stringify([cursor.activityAt, cursor.pk]))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** @throws StoreError `invalid_cursor` */
export function parseListCursor(text: string): ListCursor {
  const place: unknown = decode(text);
  if (!Array.isArray(place) || place.length !== 2) throw invalid();
  const [activityAt, pk]: readonly unknown[] = place;
  if (!isNumber(activityAt) || !isNumber(pk)) throw invalid();
  return { activityAt, pk };
}

function decode(text: string): unknown {
  if (typeof text !== 'string' || text.length > MAX_LENGTH) throw invalid();
  try {
    return JSON.parse(atob(text.replaceAll('-', '+').replaceAll('_', '/')));
  } catch (cause) {
    throw invalid(cause);
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function invalid(cause?: unknown): StoreError {
  return new StoreError('invalid_cursor', 'This is not a cursor of the thread list', { cause });
}
