import type { Chunk, ChunkSource } from './chunk-source.js';
import type { NodeResponse } from './node-types.js';
import type { ResponseGate } from './response-gate.js';
import { WritePace } from './write-pace.js';

/** Larger pieces are cut, so that a slow reader's progress shows between them. */
export const SLICE_BYTES = 64 * 1024;

/**
 * Writes the pieces of a body as fast as the reader takes them. Returns early when the reader leaves.
 *
 * @param first the first piece where it has been read already, `null` for an empty body
 */
export async function pumpChunks(
  res: NodeResponse,
  chunks: ChunkSource,
  gate: ResponseGate,
  first?: Chunk | null,
): Promise<void> {
  const pace = chunks.gathers === true ? new WritePace() : null;
  let chunk = first === undefined ? await chunks.next() : first;
  while (chunk !== null && !gate.closed) {
    if (chunk.length > SLICE_BYTES) await writeSlices(res, chunk, gate);
    else if (!write(res, chunk)) await gate.progress();
    const pause = pace?.pauseAfter(chunk.length) ?? null;
    if (pause !== null) await pause;
    chunk = await chunks.next();
  }
}

async function writeSlices(res: NodeResponse, chunk: Chunk, gate: ResponseGate): Promise<void> {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  for (let begin = 0; begin < bytes.byteLength && !gate.closed; begin += SLICE_BYTES) {
    if (!write(res, bytes.subarray(begin, begin + SLICE_BYTES))) await gate.progress();
  }
}

/** Returns whether the reader keeps up. */
function write(res: NodeResponse, chunk: Chunk): boolean {
  const hasRoom =
    typeof chunk === 'string' ? res.write(chunk, encodingOf(chunk)) : res.write(chunk);
  res.flush?.();
  return hasRoom;
}

/** The same bytes for a text of ASCII characters, which Node writes faster when it is told so. */
function encodingOf(text: string): 'latin1' | 'utf8' {
  return Buffer.byteLength(text) === text.length ? 'latin1' : 'utf8';
}
