import type { AppendItem, LeaseEnd, RunLease, StoreEngine } from '@flightdeck/store';
import type { Clock } from '../internal/clock.js';
import type { RunErrorCode } from './run-error-code.js';

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 5_000;

export interface LostRun {
  readonly store: StoreEngine;
  readonly lease: RunLease;
  readonly clock: Clock;
  readonly code: RunErrorCode;
  /** The number of the first event that is not in the log. */
  readonly nextSeq: number;
  /** An append of which nobody knows whether it was carried out. */
  readonly unsettled: AppendItem | null;
}

const GONE: ReadonlySet<LeaseEnd> = new Set(['fenced', 'lease-lost', 'shutdown']);

/**
 * Ends a run that could not be recorded in the log, too, as soon as the store takes anything again;
 * until then its thread is busy. Resolves when that is done or no longer this process's affair.
 */
export async function freeThread(lost: LostRun): Promise<void> {
  const { store, lease, clock } = lost;
  let { nextSeq, unsettled } = lost;
  for (let delay = FIRST_RETRY_MS; ; delay = Math.min(delay * 2, LAST_RETRY_MS)) {
    const lastTry = lease.signal.aborted && GONE.has(lease.signal.reason);
    try {
      // Repeating an append that was carried out after all changes nothing.
      if (unsettled !== null) {
        if (!(await append(store, unsettled)) || unsettled.close !== undefined) return;
        nextSeq += unsettled.events.length;
        unsettled = null;
      }
      await append(store, terminal(lost, nextSeq));
      return;
    } catch {
      if (lastTry) return;
      await new Promise<void>((resolve) => clock.after(delay, resolve));
    }
  }
}

/** False if the thread has got another owner. */
async function append(store: StoreEngine, item: AppendItem): Promise<boolean> {
  const [outcome] = await store.log.append([item]);
  if (outcome?.kind !== 'ok') return false;
  store.bus.hint(item.threadPk, outcome.durableSeq);
  return true;
}

function terminal({ lease, code }: LostRun, firstSeq: number): AppendItem {
  const { threadPk, runPk, fence } = lease;
  const message = 'The run could not be stored';
  return {
    threadPk,
    runPk,
    fence,
    firstSeq,
    events: [JSON.stringify({ type: 'RUN_ERROR', message, code })],
    messageIds: [],
    close: { status: 'failed', errorCode: code, errorMessage: message },
  };
}
