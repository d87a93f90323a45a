import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { DeliveryFaults } from './model-turn.js';

export interface DeliveryOptions {
  readonly faults: DeliveryFaults;
  /** Cuts the connection, on the part of the server. */
  readonly cut: () => void;
}

/** Sends an event stream with the faults of its way. Resolves early if the client leaves. */
export async function deliverFrames(
  res: ServerResponse,
  frames: readonly string[],
  { faults, cut }: DeliveryOptions,
): Promise<void> {
  const left = new AbortController();
  res.once('close', () => left.abort());
  await untilEither(faults.holdHead, left.signal);
  if (left.signal.aborted) return;
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  res.flushHeaders();
  const send = (bytes: Uint8Array): Promise<void> =>
    faults.bytesPerChunk === undefined
      ? sendWhole(res, bytes, left.signal)
      : sendPieces(res, bytes, { size: faults.bytesPerChunk, left: left.signal });
  const last = Math.min(faults.silentAfter ?? Infinity, faults.tornAfter ?? Infinity);
  for (const [index, frame] of frames.entries()) {
    if (faults.pause?.afterFrames === index) await untilEither(faults.pause.until, left.signal);
    if (left.signal.aborted) return;
    if (index >= last) break;
    await send(Buffer.from(frame));
  }
  if (faults.silentAfter !== undefined) return;
  if (faults.tornAfter === undefined) res.end();
  else await tear(res, frames[last] ?? '', cut);
}

/** Half of a frame, surely flushed, and no end. */
async function tear(res: ServerResponse, frame: string, cut: () => void): Promise<void> {
  const bytes = Buffer.from(frame === '' ? ':' : frame);
  const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
  await new Promise<void>((resolve) => res.write(half, () => resolve()));
  cut();
}

async function sendWhole(res: ServerResponse, bytes: Uint8Array, left: AbortSignal): Promise<void> {
  if (res.write(bytes)) return;
  await once(res, 'drain', { signal: left }).catch(() => undefined);
}

async function sendPieces(
  res: ServerResponse,
  bytes: Uint8Array,
  { size, left }: { readonly size: number; readonly left: AbortSignal },
): Promise<void> {
  for (let start = 0; start < bytes.length && !left.aborted; start += size) {
    const piece = bytes.subarray(start, start + size);
    // oxlint-disable-next-line no-await-in-loop -- clients put together what arrives at once
    await new Promise<void>((resolve) => res.write(piece, () => setImmediate(resolve)));
  }
}

async function untilEither(until: Promise<void> | undefined, left: AbortSignal): Promise<void> {
  if (until === undefined || left.aborted) return;
  const leaving = new Promise<void>((resolve) => {
    left.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([until, leaving]);
}
