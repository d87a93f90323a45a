import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';

import { StoreError, type HistoryEvent } from '@flightdeck/store';
import { decodeArchive, encodeArchive } from '@flightdeck/store/engine';

import { malformed } from '../sql/row-fields.js';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

/** The codec of all archives: brotli over their text. */
export const BROTLI = 1;
/** Nearly as small as the best, and fast enough to do it in passing. */
const QUALITY = 4;

export async function writeBody(
  events: readonly HistoryEvent[],
): Promise<{ readonly body: Buffer; readonly rawBytes: number }> {
  const raw = Buffer.from(encodeArchive(events));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
  };
  return { body: await compress(raw, { params }), rawBytes: raw.length };
}

/** @throws StoreError `corrupt`, `newer_schema` for a codec of a later version */
export async function readBody(codec: number, body: Uint8Array): Promise<HistoryEvent[]> {
  if (codec !== BROTLI) {
    throw new StoreError('newer_schema', `An archive is written in the unknown codec ${codec}`);
  }
  const raw = await decompress(body).catch((cause: unknown) => {
    throw malformed('an archive', cause);
  });
  return decodeArchive(raw.toString());
}
