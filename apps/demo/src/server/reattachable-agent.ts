import { randomUUID } from 'node:crypto';
import { EventType, type BaseEvent, type Message, type RunAgentInput } from '@ag-ui/core';
import { concat, mergeMap, of, type Observable } from 'rxjs';
import { setPageColourTool } from '../colours.js';
import { drawTool } from '../tool-names.js';
import { DemoAgent } from './demo-agent.js';
import { callThatChanged, cutOffStep, idsOf, restOfRun } from './rest-of-run.js';

/** What the runtime tells of a run whose process is gone, as far as this agent needs it. */
export interface ReattachContext extends Pick<RunAgentInput, 'threadId' | 'runId'> {
  /** Everything that is stored of the run. */
  readonly lastEvents: readonly unknown[];
  /** The thread's state after them. */
  readonly state: unknown;
}

// The page's tools are not stored, but this page always offers the same ones.
const pageTools = [setPageColourTool, drawTool].map((name) => ({
  name,
  description: '',
  parameters: { type: 'object' },
}));

/**
 * Goes on with a run whose process is gone. The script says the same to the same conversation, so the
 * step in which the run was cut off is asked for again, and what is stored of it is left out. A tool of
 * the server that had not answered runs again, unless it has changed the state. With a model that may
 * say something else this would be wrong: there the run ends, and the person asks again.
 */
export class ReattachableAgent extends DemoAgent {
  reattach({ threadId, runId, lastEvents, state }: ReattachContext): Observable<BaseEvent> {
    // The store holds what this agent has told, and nothing else.
    const stored = cutOffStep(lastEvents as readonly BaseEvent[]);
    const rest = (messages: Message[]) =>
      this.run({
        threadId,
        runId,
        messages,
        state: state ?? {},
        tools: pageTools,
        context: [],
        forwardedProps: {},
      });
    const changedBy = callThatChanged(stored);
    if (changedBy === null) {
      const begun = new Set(idsOf(stored));
      const messages = this.messages.filter(({ id }) => !begun.has(id));
      return rest(messages).pipe(mergeMap(restOfRun(stored)));
    }
    const answer = {
      role: 'tool' as const,
      toolCallId: changedBy,
      content: JSON.stringify({ success: true }),
    };
    const id = randomUUID();
    const result = { type: EventType.TOOL_CALL_RESULT, messageId: id, ...answer } as BaseEvent;
    const events = rest([...this.messages, { id, ...answer }]).pipe(mergeMap(restOfRun([])));
    return concat(of(result), events);
  }
}
