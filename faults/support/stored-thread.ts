import { UNSCOPED, type BaseEvent, type RunRecord, type StoreEngine } from '@flightdeck/store';

const READ_BYTES = 4 * 1024 * 1024;

/** One raw event of a thread's log. */
export interface StoredEvent {
  readonly seq: number;
  readonly fence: number;
  readonly runPk: number;
  readonly json: string;
  readonly event: BaseEvent;
}

/** One event of a thread's history, which may stand for several of the log. */
export type MergedEvent = Pick<StoredEvent, 'seq' | 'json' | 'event'>;

/** A thread as the store has it, raw events and all. */
export interface StoredThread {
  readonly threadId: string;
  readonly threadPk: number;
  readonly nextSeq: number;
  readonly fence: number;
  readonly activeRunId: string | null;
  readonly events: readonly StoredEvent[];
  readonly runs: readonly RunRecord[];
  /** What viewers are told of runs that ended before they came: the same, with deltas merged. */
  readonly history: readonly MergedEvent[];
}

/** `null` for a thread that does not exist. */
export async function readStoredThread(
  { threads, log }: StoreEngine,
  threadId: string,
): Promise<StoredThread | null> {
  const thread = await threads.get(UNSCOPED, threadId);
  if (thread === null) return null;
  const { threadPk } = thread;
  const [head] = await log.heads([threadPk]);
  if (head === undefined) return null;
  const runs: RunRecord[] = [];
  const history: MergedEvent[] = [];
  for await (const { run, events } of log.history(threadPk)) {
    runs.push(run);
    for (const { seq, json } of events) {
      history.push({ seq, json, event: JSON.parse(json) as BaseEvent });
    }
  }
  const { nextSeq, fence, activeRunId } = head;
  const events = await readRawEvents(log, threadPk);
  return { threadId, threadPk, nextSeq, fence, activeRunId, events, runs, history };
}

async function readRawEvents(log: StoreEngine['log'], threadPk: number): Promise<StoredEvent[]> {
  const stored: StoredEvent[] = [];
  for (let after = 0; ;) {
    const { segments, upToDate } = await log.read(threadPk, { after, limitBytes: READ_BYTES });
    for (const { firstSeq, lastSeq, fence, runPk, events } of segments) {
      events.forEach((json, index) => {
        const event = JSON.parse(json) as BaseEvent;
        stored.push({ seq: firstSeq + index, fence, runPk, json, event });
      });
      after = lastSeq;
    }
    if (upToDate || segments.length === 0) return stored;
  }
}
