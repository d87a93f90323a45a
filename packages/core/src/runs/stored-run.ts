import { ThreadFold, type BaseEvent, type RunHistory, type StoreEngine } from '@flightdeck/store';

/** Every event of an active run, as it was appended. */
export async function readActiveRun(
  { log }: StoreEngine,
  run: { readonly threadPk: number; readonly runPk: number; readonly firstSeq: number },
): Promise<BaseEvent[]> {
  const events: BaseEvent[] = [];
  for (let after = run.firstSeq - 1; ;) {
    const { segments, upToDate } = await log.read(run.threadPk, { after });
    for (const segment of segments) {
      after = segment.lastSeq;
      if (segment.runPk !== run.runPk) continue;
      // What is in the log was made by JSON.stringify of an event.
      for (const json of segment.events) events.push(JSON.parse(json) as BaseEvent);
    }
    if (upToDate || segments.length === 0) return events;
  }
}

/** What a thread amounts to, by those of its events that count. */
export async function foldThread(
  { log }: StoreEngine,
  threadPk: number,
  counts: (run: RunHistory['run'], event: BaseEvent) => boolean = () => true,
): Promise<ThreadFold> {
  const fold = new ThreadFold();
  for await (const { run, events } of log.history(threadPk)) {
    for (const { json } of events) {
      const event = JSON.parse(json) as BaseEvent;
      if (counts(run, event)) fold.apply(event);
    }
  }
  return fold;
}
