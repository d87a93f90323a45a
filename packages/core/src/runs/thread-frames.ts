import { formatCursor, type StoreEngine } from '@flightdeck/store';
import type { Wakeup } from '../internal/wakeup.js';

/** How much of the log one frame text holds at most, in UTF-16 units. */
const CHUNK_UNITS = 64 * 1024;

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

export interface FollowedRun {
  readonly threadPk: number;
  readonly runPk: number;
  readonly runId: string;
  /** The number after which to begin. */
  readonly after: number;
  /** Why the run's owner can record nothing more; asked when the log has nothing new. */
  readonly lost?: () => string | null;
}

/**
 * The events of one run after a position, each as soon as it is in the log, until its last one.
 *
 * A reader is nothing but a position: it asks the log for more when it has room, so a slow one
 * costs no memory. `wakeup` follows the thread since before the position was determined.
 */
export async function* followRun(
  store: StoreEngine,
  run: FollowedRun,
  wakeup: Wakeup,
): AsyncGenerator<string, void> {
  let { after } = run;
  let end: RunEnding | null = null;
  while (!wakeup.closed) {
    const { segments } = await store.log.read(run.threadPk, { after, limitBytes: CHUNK_UNITS });
    let text = '';
    for (const segment of segments) {
      // A later run of the thread: the followed one is over, and so is this stream.
      if (segment.runPk !== run.runPk) break;
      segment.events.forEach((json, index) => {
        text += toFrame(segment.fence, segment.firstSeq + index, json);
      });
      after = segment.lastSeq;
    }
    if (text !== '') {
      yield text;
      continue;
    }
    // The terminal event may have come between the read and the look at the head: read once more.
    if (end !== null) {
      if (end.logReaches > after) yield* joinFrames(storedFrames(store, run, after));
      return;
    }
    end = await endingOf(store, run);
    if (end === null) await wakeup.wait();
  }
}

interface RunEnding {
  /** The number of the last event of the thread. */
  readonly logReaches: number;
}

/** Whether the run's owner has let go of the thread. */
async function endingOf(store: StoreEngine, run: FollowedRun): Promise<RunEnding | null> {
  const lost = run.lost?.() ?? null;
  if (lost !== null && lost !== 'fenced') throw new Error(lost);
  const [head] = await store.log.heads([run.threadPk]);
  if (head === undefined) return { logReaches: 0 };
  const isOver = lost === 'fenced' || head.activeRunId !== run.runId;
  return isOver ? { logReaches: head.nextSeq - 1 } : null;
}

/** What a run has said after a position, compacted if it has ended. */
export async function* storedFrames(
  store: StoreEngine,
  { threadPk, runPk }: Pick<FollowedRun, 'threadPk' | 'runPk'>,
  after: number,
): AsyncGenerator<string, void> {
  for await (const { run, events } of store.log.history(threadPk)) {
    if (run.runPk !== runPk) continue;
    for (const { seq, json, fence = run.fence } of events) {
      if (seq > after) yield toFrame(fence, seq, json);
    }
  }
}
