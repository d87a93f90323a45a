import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';

import { StoreError, type HistoryEvent } from '@flightdeck/store';

/** How the body of an archive is written: JSON as UTF-8, plain or compressed by brotli. */
export const CODECS = { plain: 0, brotli: 1 } as const;

/** Below, compressing saves less than it costs. */
const COMPRESS_FROM_BYTES = 1_024;

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

/** `[firstSeq, seq, json]`, and the fence where it is not the one of the run. */
type Entry = readonly [firstSeq: number, seq: number, json: string, fence?: number];

export interface EncodedArchive {
  readonly codec: number;
  readonly rawBytes: number;
  readonly body: Uint8Array;
}

/** Compresses in another thread: a long run would hold up the process. */
export async function encodeArchive(events: readonly HistoryEvent[]): Promise<EncodedArchive> {
  const plain = Buffer.from(JSON.stringify(events.map(toEntry)));
  const rawBytes = plain.length;
  if (rawBytes < COMPRESS_FROM_BYTES) return { codec: CODECS.plain, rawBytes, body: plain };
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 4,
    [constants.BROTLI_PARAM_SIZE_HINT]: rawBytes,
  };
  return { codec: CODECS.brotli, rawBytes, body: await compress(plain, { params }) };
}

/** @throws StoreError `corrupt`, `newer_schema` for a codec of a later version */
export async function decodeArchive(codec: number, body: Uint8Array): Promise<HistoryEvent[]> {
  if (codec !== CODECS.plain && codec !== CODECS.brotli) {
    throw new StoreError('newer_schema', `An archive is written in the unknown codec ${codec}`);
  }
  try {
    const plain = codec === CODECS.brotli ? await decompress(body) : Buffer.from(body);
    // Written by encodeArchive; a damaged body fails to decompress or to parse.
    const entries = JSON.parse(plain.toString()) as Entry[];
    return entries.map(toEvent);
  } catch (cause) {
    throw new StoreError('corrupt', 'An archive cannot be read: restore a backup', { cause });
  }
}

function toEntry({ firstSeq, seq, json, fence }: HistoryEvent): Entry {
  return fence === undefined ? [firstSeq ?? seq, seq, json] : [firstSeq ?? seq, seq, json, fence];
}

function toEvent([firstSeq, seq, json, fence]: Entry): HistoryEvent {
  return {
    ...(firstSeq === seq ? null : { firstSeq }),
    seq,
    ...(fence === undefined ? null : { fence }),
    json,
  };
}
