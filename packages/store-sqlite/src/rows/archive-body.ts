import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';

import { StoreError, type HistoryEvent } from '@flightdeck/store';
import { decodeArchive, encodeArchive } from '@flightdeck/store/engine';

/** How the body of an archive is written: its text as UTF-8, plain or compressed by brotli. */
const CODECS = { plain: 0, brotli: 1 } as const;

/** Below, compressing saves less than it costs. */
const COMPRESS_FROM_BYTES = 1_024;

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

export interface ArchiveBody {
  readonly codec: number;
  readonly rawBytes: number;
  readonly body: Uint8Array;
}

/** Compresses in another thread: a long run would hold up the process. */
export async function writeBody(events: readonly HistoryEvent[]): Promise<ArchiveBody> {
  const plain = Buffer.from(encodeArchive(events));
  const rawBytes = plain.length;
  if (rawBytes < COMPRESS_FROM_BYTES) return { codec: CODECS.plain, rawBytes, body: plain };
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 4,
    [constants.BROTLI_PARAM_SIZE_HINT]: rawBytes,
  };
  return { codec: CODECS.brotli, rawBytes, body: await compress(plain, { params }) };
}

/** @throws StoreError `corrupt`, `newer_schema` for a codec of a later version */
export async function readBody(codec: number, body: Uint8Array): Promise<HistoryEvent[]> {
  if (codec === CODECS.plain) return decodeArchive(Buffer.from(body).toString());
  if (codec !== CODECS.brotli) {
    throw new StoreError('newer_schema', `An archive is written in the unknown codec ${codec}`);
  }
  const plain = await decompress(body).catch((cause: unknown) => {
    const message = 'An archive cannot be decompressed: restore a backup';
    throw new StoreError('corrupt', message, { cause });
  });
  return decodeArchive(plain.toString());
}
