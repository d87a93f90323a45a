import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';

import type { HistoryEvent } from '@flightdeck/store';
import type { FenceSpans } from '@flightdeck/store/engine';

import { malformed } from '../sql/row-fields.js';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

/** Brotli over the JSON of `[json, seq, firstSeq, fence]` for each event. */
export const BROTLI_EVENTS = 1;
/** Nearly as small as the best, and fast enough to do it in passing. */
const QUALITY = 4;

export async function packEvents(
  events: readonly HistoryEvent[],
): Promise<{ readonly body: Buffer; readonly rawBytes: number }> {
  const rows = events.map(({ json, seq, firstSeq, fence }) => [
    json,
    seq,
    firstSeq ?? null,
    fence ?? null,
  ]);
  const raw = Buffer.from(JSON.stringify(rows));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
  };
  return { body: await compress(raw, { params }), rawBytes: raw.length };
}

/** @throws StoreError `corrupt` */
export async function unpackEvents(codec: number, body: Uint8Array): Promise<HistoryEvent[]> {
  if (codec !== BROTLI_EVENTS) throw malformed('an archive');
  const raw = await decompress(body).catch((cause: unknown) => {
    throw malformed('an archive', cause);
  });
  return listOf(raw.toString()).map(toEvent);
}

/** @throws StoreError `corrupt` */
export function toFenceSpans(json: string): FenceSpans {
  return listOf(json).map((span) => {
    const [firstSeq, fence]: readonly unknown[] = Array.isArray(span) ? span : [];
    if (typeof firstSeq !== 'number' || typeof fence !== 'number') throw malformed('fences');
    return [firstSeq, fence] as const;
  });
}

function toEvent(row: unknown): HistoryEvent {
  const [json, seq, firstSeq, fence]: readonly unknown[] = Array.isArray(row) ? row : [];
  if (typeof json !== 'string' || typeof seq !== 'number') throw malformed('an archive');
  return {
    seq,
    ...(typeof firstSeq === 'number' ? { firstSeq } : null),
    ...(typeof fence === 'number' ? { fence } : null),
    json,
  };
}

function listOf(json: string): readonly unknown[] {
  const list: unknown = JSON.parse(json);
  if (!Array.isArray(list)) throw malformed('an archive');
  return list;
}
