import type { RunHistory } from './event-log.js';
import type { RunRecord, ThreadRecord } from './records.js';
import type { Scope } from './scope.js';
import type { StoreEngine } from './store-engine.js';

const PAGE = 100;

/** A thread, followed by the lines of its runs. */
export interface ExportedThread {
  readonly type: 'thread';
  readonly thread: Omit<ThreadRecord, 'threadPk'>;
}

/** A run with its compacted events, in order. */
export interface ExportedRun {
  readonly type: 'run';
  readonly threadId: string;
  readonly run: Omit<RunRecord, 'runPk'>;
  readonly events: readonly unknown[];
}

/**
 * Everything that a store keeps of the scope's threads, as JSON lines: one {@link ExportedThread} for
 * each thread that has run, archived ones included, each followed by one {@link ExportedRun} per run,
 * from oldest to newest. Every line ends with a line feed. Of the store's own keys there are none.
 *
 * A thread is told as it is when its turn comes. One that runs for the first time meanwhile may be
 * left out; no thread is told twice.
 *
 * @throws StoreError
 */
export async function* exportThreads(
  store: Pick<StoreEngine, 'threads' | 'log'>,
  scope: Scope,
): AsyncGenerator<string, void> {
  const told = new Set<number>();
  const begun = await latestActivity(store, scope);
  let top: number | null = begun;
  // A thread that runs meanwhile moves to the top of the list: whatever has moved since the last look
  // is looked at again, until none is found that was there from the start.
  for (let movedSince = -Infinity; begun !== null && top !== null;) {
    let isDone = true;
    for await (const record of threadsDownTo(movedSince, store, scope)) {
      if (told.has(record.threadPk)) continue;
      told.add(record.threadPk);
      isDone &&= record.createdAt > begun;
      yield* exportThread(store, record);
    }
    if (isDone) return;
    movedSince = top;
    top = await latestActivity(store, scope);
  }
}

/** `null` where no thread has run. */
async function latestActivity(
  { threads }: Pick<StoreEngine, 'threads'>,
  scope: Scope,
): Promise<number | null> {
  const page = await threads.list(scope, { archived: 'all', limit: 1 });
  return page.threads[0]?.lastRunAt ?? null;
}

/** Every thread that has run since a moment, latest activity first. */
async function* threadsDownTo(
  moment: number,
  { threads }: Pick<StoreEngine, 'threads'>,
  scope: Scope,
): AsyncGenerator<ThreadRecord, void> {
  let cursor: string | null = null;
  do {
    const more: { cursor?: string } = cursor === null ? {} : { cursor };
    const page = await threads.list(scope, { archived: 'all', limit: PAGE, ...more });
    for (const record of page.threads) {
      if ((record.lastRunAt ?? moment) < moment) return;
      yield record;
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
}

async function* exportThread(
  { log }: Pick<StoreEngine, 'log'>,
  { threadPk, ...thread }: ThreadRecord,
): AsyncGenerator<string, void> {
  yield line({ type: 'thread', thread });
  for await (const history of log.history(threadPk)) {
    yield line(exportRun(thread.threadId, history));
  }
}

function exportRun(threadId: string, history: RunHistory): ExportedRun {
  const { runPk: _runPk, ...run } = history.run;
  const events = history.events.map(({ json }): unknown => JSON.parse(json));
  return { type: 'run', threadId, run, events };
}

function line(value: ExportedThread | ExportedRun): string {
  return `${JSON.stringify(value)}\n`;
}
