import type { BaseEvent, RunAgentInput, Scope, StoreEngine } from '@flightdeck/store';
import { interruptsOf } from './late-answers.js';
import { isResumedFrom } from './resumed-run-id.js';

/** What a thread knows of a run that answers interrupts under an id that it has had. */
export interface ResumedBefore {
  /** The last run that was resumed under this id; `null` if none was. */
  readonly resumedAs: string | null;
}

/**
 * Looks for the interrupts that a run answers. `null` if its thread has had none of them.
 *
 * @throws StoreError
 */
export async function findResumedBefore(
  { threads, log }: StoreEngine,
  scope: Scope,
  { threadId, runId, resume = [] }: RunAgentInput,
): Promise<ResumedBefore | null> {
  if (resume.length === 0) return null;
  const thread = await threads.get(scope, threadId);
  if (thread === null) return null;
  let wasAsked = false;
  let resumedAs: string | null = null;
  for await (const { run, events } of log.history(thread.threadPk)) {
    if (isResumedFrom(run.runId, runId)) resumedAs = run.runId;
    const last = events.at(-1);
    if (wasAsked || last === undefined) continue;
    const raised = interruptsOf(JSON.parse(last.json) as BaseEvent);
    wasAsked = resume.some(({ interruptId }) => raised.has(interruptId));
  }
  return wasAsked ? { resumedAs } : null;
}
