import { formatCursor, type StoreEngine } from '@flightdeck/store';

/** How much of the log one frame text holds at most, in UTF-16 units. */
export const CHUNK_UNITS = 64 * 1024;

/** One SSE frame: the event and, as its id, the cursor from which a reader can go on. */
export function toFrame(fence: number, seq: number, json: string): string {
  return `id: ${formatCursor(fence, seq)}\ndata: ${json}\n\n`;
}

/** A frame that no cursor leads to: part of a reconstruction, or written outside the log. */
export function toUnnumberedFrame(event: unknown): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}

/** Joins frames to texts of about 64 KB, so that a long replay is neither one write nor thousands. */
export async function* joinFrames(frames: AsyncIterable<string>): AsyncGenerator<string, void> {
  let chunk = '';
  for await (const frame of frames) {
    chunk += frame;
    if (chunk.length < CHUNK_UNITS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/** What a run has said after a position, compacted if it has ended. */
export async function* storedFrames(
  store: StoreEngine,
  { threadPk, runPk }: { readonly threadPk: number; readonly runPk: number },
  after: number,
): AsyncGenerator<string, void> {
  for await (const { run, events } of store.log.history(threadPk)) {
    if (run.runPk !== runPk) continue;
    for (const { seq, json, fence = run.fence } of events) {
      if (seq > after) yield toFrame(fence, seq, json);
    }
  }
}
