import type { Connection } from './connection.js';
import { FrameSplitter, type SseFrame } from './frame-splitter.js';
import { ResumeError } from './resume-error.js';
import type { StreamPosition } from './stream-position.js';

/** How a connection has ended. */
export interface Ending {
  /** Whether the server has ended it. */
  readonly isClean: boolean;
  readonly error?: unknown;
  /** What had come of a frame that was cut off. */
  readonly rest: Uint8Array;
}

export interface RelayOptions {
  readonly position: StreamPosition;
  readonly stallTimeoutMs: number;
  /** Called when an event has come. */
  readonly onProgress: () => void;
}

/**
 * Passes on what one connection says, in whole frames, until it ends in whatever way.
 *
 * @throws ResumeError for an answer that does not continue the stream
 */
export async function* relay(
  connection: Connection,
  { position, stallTimeoutMs, onProgress }: RelayOptions,
): AsyncGenerator<Uint8Array, Ending> {
  const splitter = new FrameSplitter();
  const held: Uint8Array[] = [];
  try {
    for (;;) {
      let bytes: Uint8Array | null;
      try {
        // Only what can be resumed may be taken for lost: another server need not send comments.
        bytes = await connection.read(position.cursor === null ? 0 : stallTimeoutMs);
      } catch (error) {
        return { isClean: false, error, rest: splitter.rest };
      }
      if (bytes === null) {
        // A stream that has ended has said what belongs to its last frames.
        yield* held;
        return { isClean: true, rest: splitter.rest };
      }
      const frames = splitter.push(bytes);
      const { passed, cut } = judgeAll(frames, position, held);
      if (frames.some(({ data }) => data !== null)) onProgress();
      if (passed.length > 0) yield joined(passed);
      if (cut !== null) return cut;
    }
  } finally {
    connection.close();
  }
}

interface Judged {
  readonly passed: readonly Uint8Array[];
  /** Set where the connection is not read any further. */
  readonly cut: Ending | null;
}

function judgeAll(
  frames: readonly SseFrame[],
  position: StreamPosition,
  held: Uint8Array[],
): Judged {
  const passed: Uint8Array[] = [];
  const rest = new Uint8Array();
  for (const frame of frames) {
    const verdict = position.judge(frame);
    if (verdict === 'foreign') {
      throw new ResumeError('The server has not continued the stream where it was cut', 200);
    }
    if (verdict === 'outage') {
      const error = new Error('The server could not read its log');
      return { passed, cut: { isClean: false, error, rest } };
    }
    if (verdict === 'hold') held.push(frame.bytes);
    if (verdict !== 'pass') continue;
    if (frame.data !== null) passed.push(...held.splice(0));
    passed.push(frame.bytes);
    if (position.isAtEndOfRun) return { passed, cut: { isClean: true, rest } };
  }
  return { passed, cut: null };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [first = new Uint8Array()] = pieces;
  if (pieces.length === 1) return first;
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
