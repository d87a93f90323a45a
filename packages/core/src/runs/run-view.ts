import type { Unfollow } from '@flightdeck/store';
import type { LocalRun, RunLoss } from './local-run.js';
import type { RunRecorder } from './run-recorder.js';
import type { VisibleEvents } from './uncommitted-events.js';

/** What viewers of this process see of a run that it executes. */
export class RunView implements LocalRun {
  readonly fence: number;
  readonly #recorder: RunRecorder;
  readonly #followers = new Set<() => void>();
  #lost: RunLoss | null = null;

  constructor(fence: number, recorder: RunRecorder) {
    this.fence = fence;
    this.#recorder = recorder;
  }

  /** Whether there are any. */
  get isWatched(): boolean {
    return this.#followers.size > 0;
  }

  get lost(): RunLoss | null {
    return this.#lost;
  }

  get logReaches(): number | null {
    return this.#lost === null ? this.#recorder.logReaches : null;
  }

  get endsAt(): number | null {
    return this.#recorder.endsAt;
  }

  visibleTail(after: number): VisibleEvents | null {
    // Nobody else is going to ask for what the only viewer has seen.
    if (this.#followers.size === 1) this.#recorder.forgetSeen(after);
    return this.#recorder.visibleTail(after);
  }

  follow(onChange: () => void): Unfollow {
    this.#followers.add(onChange);
    return () => void this.#followers.delete(onChange);
  }

  /** There is something new to see. */
  tell(): void {
    for (const tell of this.#followers) tell();
  }

  /** The rest of the run will never be in the log. */
  lose(reason: RunLoss): void {
    this.#lost = reason;
    this.tell();
  }
}
