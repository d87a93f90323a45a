import { formatCursor, type LogSegment, type StoreEngine } from '@flightdeck/store';
import type { Clock } from '../internal/clock.js';
import type { Wakeup } from '../internal/wakeup.js';
import type { LocalRun } from './local-run.js';
import type { RunErrorCode } from './run-error-code.js';
import { patiently } from './store-patience.js';
import { StreamFailure } from './stream-failure.js';
import {
  CHUNK_UNITS,
  joinFrames,
  storedFrames,
  toFrame,
  toUnnumberedFrame,
} from './thread-frames.js';

export interface FollowedRun {
  readonly threadPk: number;
  readonly runPk: number;
  readonly runId: string;
  /** The number after which to begin. */
  readonly after: number;
  /** The fence of the run's event with that number; `null` to begin with its first one. */
  readonly fence: number | null;
  /** The run's execution, where it happens in this process. */
  readonly local?: LocalRun | undefined;
  readonly clock: Clock;
}

/**
 * The events of one run after a position, each as soon as it may be shown, until its last one. Who
 * cannot be told the last one is told so in an error that the log does not hold.
 *
 * A reader is nothing but a position: it asks for more when it has room, so a slow one costs no
 * memory, and one whose process lost the run goes on with what the next owner writes. `wakeup`
 * follows the thread since before the position was determined.
 */
export async function* followRun(
  store: StoreEngine,
  run: FollowedRun,
  wakeup: Wakeup,
): AsyncGenerator<string, void> {
  const reader = new RunReader(store, run, wakeup);
  let end: RunEnding | null = null;
  while (!reader.isThrough) {
    const text = reader.tail() ?? (wakeup.closed ? '' : await reader.read());
    if (text !== '') {
      yield text;
      continue;
    }
    if (wakeup.closed) {
      yield failureFrame('STORE_UNAVAILABLE');
      return;
    }
    // The terminal event may have come between the read and the look at the head: read once more.
    if (end !== null) {
      if (end.removed) yield failureFrame('THREAD_REMOVED');
      else if (end.logReaches < reader.after) throw new StreamFailure('OWNER_LOST');
      else if (end.logReaches > reader.after) {
        yield* joinFrames(storedFrames(store, run, reader.after));
      }
      return;
    }
    end = await reader.ending();
    if (end === null) await reader.news();
  }
}

/**
 * How long a viewer waits, where its process has lost the run, for another one to take it over. Twice
 * what that takes with the default lease, so that longer ones have room.
 */
const HEIR_PATIENCE_MS = 30_000;

/** Not a failure of anything: somebody wants it so. */
function failureFrame(code: RunErrorCode): string {
  return toUnnumberedFrame(StreamFailure.eventOf(new StreamFailure(code)));
}

interface RunEnding {
  /** The number of the last event of the thread. */
  readonly logReaches: number;
  /** Whether the thread is gone, and its log with it. */
  readonly removed: boolean;
}

/** A position in the log of a run. */
class RunReader {
  readonly #store: StoreEngine;
  readonly #run: FollowedRun;
  readonly #wakeup: Wakeup;
  #after: number;
  #fence: number | null;
  /** Whether another owner than the execution of this process has the run. */
  #hasHeir = false;
  /** When the run was first seen to be lost by this process and taken over by nobody. */
  #orphanedAt: number | null = null;

  constructor(store: StoreEngine, run: FollowedRun, wakeup: Wakeup) {
    this.#store = store;
    this.#run = run;
    this.#wakeup = wakeup;
    this.#after = run.after;
    this.#fence = run.fence;
  }

  get after(): number {
    return this.#after;
  }

  /** Whether the run's last event was read, as far as that is known without a look at the log. */
  get isThrough(): boolean {
    const { local } = this.#run;
    const endsAt = local?.endsAt ?? null;
    return endsAt !== null && this.#fence === local?.fence && this.#after >= endsAt;
  }

  /** What may be shown without a look at the log; `null` if that is nothing. */
  tail(): string | null {
    const { local } = this.#run;
    // What an earlier owner has told may never have been stored: the log has to tell first.
    if (local === undefined || (this.#fence ?? local.fence) !== local.fence) return null;
    const tail = local.visibleTail(this.#after);
    if (tail === null) return null;
    this.#fence = local.fence;
    return this.#take(local.fence, tail.firstSeq, tail.events);
  }

  /** What the log has behind the position; nothing is asked where it is known to have nothing. */
  async read(): Promise<string> {
    const { threadPk, runPk } = this.#run;
    if (this.#hasEverything()) return '';
    const query = { after: this.#after, limitBytes: CHUNK_UNITS };
    const { segments } = await this.#patiently(() => this.#store.log.read(threadPk, query));
    let text = '';
    for (const segment of segments) {
      // A later run of the thread: the followed one is over, and so is this stream.
      if (segment.runPk !== runPk) break;
      if (segment.fence !== this.#fence) await this.#changeOwner(segment);
      text += this.#take(segment.fence, segment.firstSeq, segment.events);
    }
    return text;
  }

  /** Whether the run's owner has let go of the thread. */
  async ending(): Promise<RunEnding | null> {
    const { threadPk, runId, local } = this.#run;
    const lost = local?.lost ?? null;
    // Whoever is fenced knows nothing more of the run; its next owner writes how it ends.
    if (lost !== null && lost !== 'fenced') throw new StreamFailure(lost);
    if (this.#hasEverything()) return null;
    const [head] = await this.#patiently(() => this.#store.log.heads([threadPk]));
    if (head === undefined) return { logReaches: 0, removed: true };
    this.#hasHeir = local !== undefined && head.fence !== local.fence;
    if (head.activeRunId === runId) return null;
    return { logReaches: head.nextSeq - 1, removed: false };
  }

  /** Resolves when something may have happened. A run that nobody can write to is not waited for for ever. */
  news(): Promise<unknown> {
    const { clock, local } = this.#run;
    // Without a detour: who keeps up is served from memory.
    if (local?.lost !== 'fenced' || this.#hasHeir) return this.#wakeup.wait();
    this.#orphanedAt ??= clock.now();
    const left = this.#orphanedAt + HEIR_PATIENCE_MS - clock.now();
    if (left <= 0) throw new StreamFailure('STORE_UNAVAILABLE');
    const cancel = clock.after(left, () => this.#wakeup.wake());
    return this.#wakeup.wait().finally(cancel);
  }

  #hasEverything(): boolean {
    const logReaches = this.#run.local?.logReaches ?? null;
    return logReaches !== null && this.#after >= logReaches;
  }

  #take(fence: number, firstSeq: number, events: readonly string[]): string {
    let text = '';
    events.forEach((json, index) => {
      text += toFrame(fence, firstSeq + index, json);
    });
    this.#after = firstSeq + events.length - 1;
    return text;
  }

  /** What was told before may never have been stored, and its numbers given away again. */
  async #changeOwner({ fence }: LogSegment): Promise<void> {
    if (this.#fence !== null) {
      const told = formatCursor(this.#fence, this.#after);
      const check = () => this.#store.log.checkCursor(this.#run.threadPk, told);
      const verdict = await this.#patiently(check);
      if (!verdict.ok) throw new StreamFailure('OWNER_LOST');
    }
    this.#fence = fence;
  }

  #patiently<T>(work: () => Promise<T>): Promise<T> {
    const lost = (): boolean => {
      const reason = this.#run.local?.lost ?? null;
      return reason !== null && reason !== 'fenced';
    };
    return patiently(work, this.#run.clock, () => !this.#wakeup.closed && !lost());
  }
}
