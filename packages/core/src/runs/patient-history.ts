import type { EventLog, RunHistory } from '@flightdeck/store';
import type { Clock } from '../internal/clock.js';
import { patiently } from './store-patience.js';

export interface HistoryQuery {
  readonly threadPk: number;
  readonly upTo: number;
  readonly clock: Clock;
  /** Whether anybody still reads. */
  readonly isWanted: () => boolean;
}

/**
 * A thread's runs as `EventLog.history` tells them. After an outage that is shorter than the store's
 * patience it goes on behind the last run that was told: ended runs do not change.
 */
export async function* patientHistory(
  log: EventLog,
  { threadPk, upTo, clock, isWanted }: HistoryQuery,
): AsyncGenerator<RunHistory, void> {
  let told = 0;
  let runs: AsyncIterator<RunHistory> | null = null;
  const next = async (): Promise<IteratorResult<RunHistory>> => {
    runs ??= behind(log.history(threadPk, { upTo }), told);
    try {
      return await runs.next();
    } catch (error) {
      runs = null;
      throw error;
    }
  };
  for (;;) {
    const { done, value } = await patiently(next, clock, isWanted);
    if (done === true) return;
    told += 1;
    yield value;
  }
}

async function* behind(
  runs: AsyncIterable<RunHistory>,
  count: number,
): AsyncGenerator<RunHistory, void> {
  let skipped = 0;
  for await (const run of runs) {
    if (skipped < count) skipped += 1;
    else yield run;
  }
}
