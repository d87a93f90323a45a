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
  // A thread that runs meanwhile moves to the top of the list, so that is looked at again.
  for (const isSecond of [false, true]) {
    for await (const page of pages(store, scope)) {
      const untold = page.filter(({ threadPk }) => !told.has(threadPk));
      if (isSecond && untold.length === 0) break;
      for (const record of untold) {
        told.add(record.threadPk);
        yield* exportThread(store, record);
      }
    }
  }
}

async function* pages(
  { threads }: Pick<StoreEngine, 'threads'>,
  scope: Scope,
): AsyncGenerator<readonly ThreadRecord[], void> {
  let cursor: string | null = null;
  do {
    const more: { cursor?: string } = cursor === null ? {} : { cursor };
    const page = await threads.list(scope, { archived: 'all', limit: PAGE, ...more });
    yield page.threads;
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
