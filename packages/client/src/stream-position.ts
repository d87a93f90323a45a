import type { SseFrame } from './frame-splitter.js';
import { milestoneOf, type Milestone } from './milestone.js';

/**
 * What becomes of a frame: it is passed on, passed over, or held until it is certain that the stream
 * can go on behind it. `foreign`: it does not continue the stream. `outage`: the connection is lost.
 */
export type FrameVerdict = 'pass' | 'drop' | 'hold' | 'foreign' | 'outage';

/**
 * How far the consumer of a stream is: behind which cursor, and whether inside of a run. Decides for
 * each frame of each connection whether it continues what the consumer has.
 */
export class StreamPosition {
  /** The last cursor that was passed on or passed over. */
  cursor: string | null = null;
  /** Whether the consumer is inside of a run. */
  isOpen = false;
  /** Whether the consumer has seen a run end, and none begin since. */
  isOver = false;
  /** Whether the consumer has got any event. */
  hasBegun = false;
  readonly #kind: 'run' | 'connect';
  #shape: 'original' | 'held' | 'rest' = 'original';
  #isRepeat = false;
  #skipTo: string | null = null;

  constructor(kind: 'run' | 'connect') {
    this.#kind = kind;
  }

  /** Whether a run has ended behind which the connection would go on with the thread's next one. */
  get isAtEndOfRun(): boolean {
    return this.#kind === 'run' && this.isOver && this.#shape === 'rest';
  }

  /** Whether the wanted run has not been found yet. */
  get isSkipping(): boolean {
    return this.#skipTo !== null;
  }

  /** Whether a connection that has ended in this way has said everything. */
  isComplete(isClean: boolean): boolean {
    if (this.#kind === 'run' && this.isOver) return true;
    return isClean && !this.isOpen && !this.isSkipping;
  }

  /**
   * Begins with a connection that answers the request itself, for the first time or again.
   *
   * @param holdsUnnumbered whether a part without cursors comes first, to be had whole or not at all
   */
  beginAnew(isRepeat: boolean, holdsUnnumbered: boolean): void {
    this.#isRepeat = isRepeat;
    this.#shape = holdsUnnumbered ? 'held' : 'original';
    this.#skipTo = null;
    this.isOpen = false;
    this.isOver = false;
  }

  /** Goes on with a connection that tells what follows the cursor. */
  beginBehindCursor(): void {
    this.#shape = 'rest';
  }

  /** Begins with a connection that tells the whole thread, of which only this run is wanted. */
  beginSkippingTo(runId: string): void {
    this.beginAnew(false, false);
    this.#shape = 'rest';
    this.#skipTo = runId;
  }

  judge({ cursor, data }: SseFrame): FrameVerdict {
    if (data === null) {
      this.cursor = cursor ?? this.cursor;
      return 'pass';
    }
    const milestone = milestoneOf(data);
    const misfit = this.#misfit(cursor, milestone);
    if (misfit !== null) return misfit;
    this.cursor = cursor ?? this.cursor;
    if (this.#isPassedOver(milestone)) return 'drop';
    if (milestone !== null) {
      this.isOpen = milestone.type === 'RUN_STARTED';
      this.isOver = !this.isOpen;
    }
    if (this.#shape === 'held' && cursor === null) return 'hold';
    if (this.#shape === 'held') this.#shape = 'original';
    this.hasBegun = true;
    return 'pass';
  }

  #misfit(cursor: string | null, milestone: Milestone | null): 'foreign' | 'outage' | null {
    if (this.cursor === null) {
      // It was in line twice, and has lost to itself: asked for again, the server says so.
      return this.#isRepeat && isError(milestone, 'RUN_REFUSED') ? 'outage' : null;
    }
    if (follows(cursor, this.cursor, milestone)) return null;
    if (isError(milestone, 'STORE_UNAVAILABLE')) return 'outage';
    return this.#shape === 'rest' ? 'foreign' : null;
  }

  #isPassedOver(milestone: Milestone | null): boolean {
    if (this.#skipTo === null) return false;
    if (milestone?.type !== 'RUN_STARTED' || milestone.runId !== this.#skipTo) return true;
    this.#skipTo = null;
    return false;
  }
}

/**
 * Whether a frame can come behind a cursor. One without a cursor of its own cannot, unless it says
 * that the run has failed: a server that knows nothing of cursors would tell everything again. One
 * that cannot read its log says so in an error that the log does not hold; the run may go on.
 */
function follows(cursor: string | null, before: string, milestone: Milestone | null): boolean {
  if (cursor !== null) return seqOf(cursor) > seqOf(before);
  return milestone?.type === 'RUN_ERROR' && milestone.code !== 'STORE_UNAVAILABLE';
}

function isError(milestone: Milestone | null, code: string): boolean {
  return milestone?.type === 'RUN_ERROR' && milestone.code === code;
}

function seqOf(cursor: string): number {
  return Number(cursor.slice(cursor.indexOf('.') + 1));
}
