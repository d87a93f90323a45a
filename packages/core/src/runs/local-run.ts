import type { Unfollow } from '@flightdeck/store';
import type { RunErrorCode } from './run-error-code.js';
import type { VisibleEvents } from './uncommitted-events.js';

/** Why a process can record nothing more of its run: somebody else's thread, or no store. */
export type RunLoss = 'fenced' | RunErrorCode;

/** What a viewer learns from a run that its own process executes, beside what the log says. */
export interface LocalRun {
  readonly fence: number;
  /** `null` as long as the rest of the run may be recorded. */
  readonly lost: RunLoss | null;
  /** The end of the run's part of the log; `null` once only the log can tell. */
  readonly logReaches: number | null;
  /** The number of the run's last event, once that is in the log. */
  readonly endsAt: number | null;
  /** Events after a position that may be shown without a look at the log, or before they are in it. */
  visibleTail(after: number): VisibleEvents | null;
  /** Calls back whenever any of that has changed. */
  follow(onChange: () => void): Unfollow;
}
