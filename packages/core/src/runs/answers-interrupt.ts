import type { BaseEvent, RunAgentInput, Scope, StoreEngine } from '@flightdeck/store';
import { interruptsOf } from './late-answers.js';

/**
 * Whether a run answers an interrupt of its thread, open or not.
 *
 * @throws StoreError
 */
export async function answersInterrupt(
  { threads, log }: StoreEngine,
  scope: Scope,
  { threadId, resume = [] }: RunAgentInput,
): Promise<boolean> {
  if (resume.length === 0) return false;
  const thread = await threads.get(scope, threadId);
  if (thread === null) return false;
  for await (const { events } of log.history(thread.threadPk)) {
    const last = events.at(-1);
    if (last === undefined) continue;
    const raised = interruptsOf(JSON.parse(last.json) as BaseEvent);
    if (resume.some(({ interruptId }) => raised.has(interruptId))) return true;
  }
  return false;
}
