import type { StoreEngine } from '@flightdeck/store';
import type { FrameSource } from '../http/reply.js';
import type { Clock } from '../internal/clock.js';
import type { Logger } from '../runtime/logger.js';
import { followRun } from './follow-run.js';
import { createFrameStream } from './frame-stream.js';
import type { RunExecution } from './run-execution.js';
import type { ThreadFollowers } from './thread-followers.js';

export interface WatchTools {
  readonly store: StoreEngine;
  readonly followers: ThreadFollowers;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A viewer of a run from its first event, counted as one until it is closed. */
export function watchRun(
  { store, followers, clock, logger }: WatchTools,
  execution: RunExecution,
  onClosed: () => void,
): FrameSource {
  const { threadPk, runPk, runId, view: local } = execution;
  const { wakeup, alsoFollow, unfollow } = followers.follow(threadPk);
  alsoFollow(local);
  const leave = execution.viewers.add();
  const after = execution.firstSeq - 1;
  const run = { threadPk, runPk, runId, after, fence: null, local, clock };
  return createFrameStream(
    {
      produce: () => followRun(store, run, wakeup),
      onClosed: () => {
        unfollow();
        leave();
        onClosed();
      },
      logger,
    },
    wakeup,
  );
}
