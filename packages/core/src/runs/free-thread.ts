import type { AppendItem, RunLease, StoreEngine } from '@flightdeck/store';
import type { Clock } from '../internal/clock.js';
import type { RunErrorCode } from './run-error-code.js';
import { whileHeld } from './while-held.js';

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

/**
 * Ends a run that could not be recorded in the log, too, as soon as the store takes anything again;
 * until then its thread is busy. Resolves when that is done or no longer this process's affair.
 */
export async function freeThread(lost: LostRun): Promise<void> {
  const { store, lease, clock, unsettled } = lost;
  let { nextSeq } = lost;
  if (unsettled !== null) {
    // Repeating an append that was carried out after all changes nothing.
    const done = await whileHeld(lease, clock, () => appendTo(store, unsettled));
    if (done !== true || unsettled.close !== undefined) return;
    nextSeq += unsettled.events.length;
  }
  await whileHeld(lease, clock, () => appendTo(store, terminal(lost, nextSeq)));
}

/** Appends and tells followers; false if the thread has got another owner. */
export async function appendTo(store: StoreEngine, item: AppendItem): Promise<boolean> {
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
