import type { LogRows, RunRow } from '../backend/log-rows.js';
import { HistoryCompactor } from '../compaction/history-compactor.js';
import type { HistoryEvent } from '../event-log.js';
import { readRun } from './read-run.js';

interface Growing {
  readonly compactor: HistoryCompactor;
  /** The number of the last event that was compacted. */
  position: number;
  units: number;
  /** Resolves when nobody feeds the compactor. */
  turn: Promise<unknown>;
}

const MAX_RUNS = 32;
const MAX_UNITS = 32 * 1_024 * 1_024;

/** The compacted events of a run so far, and the number of the last one in them. */
export interface RunSoFar {
  readonly events: readonly HistoryEvent[];
  readonly lastSeq: number;
}

/**
 * Compacts runs while they grow: many viewers that join a long run cost one compaction, not one each.
 * Only the runs that were asked for last are kept.
 */
export class GrowingHistories {
  readonly #log: Pick<LogRows, 'read'>;
  readonly #runs = new Map<number, Growing>();

  constructor(log: Pick<LogRows, 'read'>) {
    this.#log = log;
  }

  /** The run's events up to a number, as far as they are there. */
  async of(run: RunRow, upTo: number): Promise<RunSoFar> {
    const growing = this.#use(run);
    const turn = growing.turn.then(() => this.#grow(run, growing, upTo));
    // Who comes next begins where this one stops, also if it fails.
    growing.turn = turn.catch(() => undefined);
    return (await turn) ?? compactRun(this.#log, run, upTo);
  }

  forget(runPk: number): void {
    this.#runs.delete(runPk);
  }

  /** `null` if others were further already: a compactor does not go back. */
  async #grow(run: RunRow, growing: Growing, upTo: number): Promise<RunSoFar | null> {
    if (upTo < growing.position) return null;
    await readRun(this.#log, run, { after: growing.position, upTo }, (event) => {
      growing.compactor.push(event);
      growing.position = event.seq;
      growing.units += event.json.length;
    });
    this.#trim(run.runPk);
    return { events: growing.compactor.result(), lastSeq: growing.position };
  }

  #use(run: RunRow): Growing {
    const growing = this.#runs.get(run.runPk) ?? {
      compactor: new HistoryCompactor(),
      position: run.firstSeq - 1,
      units: 0,
      turn: Promise.resolve(),
    };
    this.#runs.delete(run.runPk);
    this.#runs.set(run.runPk, growing);
    return growing;
  }

  /** Forgets the runs that nobody has asked for the longest, but not the given one. */
  #trim(inUse: number): void {
    let units = 0;
    for (const growing of this.#runs.values()) units += growing.units;
    for (const [runPk, growing] of this.#runs) {
      if (this.#runs.size <= MAX_RUNS && units <= MAX_UNITS) return;
      if (runPk === inUse) continue;
      this.#runs.delete(runPk);
      units -= growing.units;
    }
  }
}

/** Compacts the run's events up to a number from the first one on. */
export async function compactRun(
  log: Pick<LogRows, 'read'>,
  run: RunRow,
  upTo: number,
): Promise<RunSoFar> {
  const compactor = new HistoryCompactor();
  const stretch = { after: run.firstSeq - 1, upTo };
  const lastSeq = await readRun(log, run, stretch, (event) => compactor.push(event));
  return { events: compactor.result(), lastSeq };
}
