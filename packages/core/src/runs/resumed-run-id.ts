const MARK = '~resumed~';

/**
 * The id of a run that goes on where another one was interrupted, for a client that means both by one
 * id. `unique` keeps it apart from earlier ones.
 */
export function resumedRunId(runId: string, unique: string): string {
  return `${rootOf(runId)}${MARK}${unique}`;
}

/** Whether a client that knows a run by `runId` means the run `activeRunId`. */
export function isResumedFrom(activeRunId: string, runId: string): boolean {
  return activeRunId.includes(MARK) && rootOf(activeRunId) === rootOf(runId);
}

function rootOf(runId: string): string {
  const at = runId.indexOf(MARK);
  return at === -1 ? runId : runId.slice(0, at);
}
