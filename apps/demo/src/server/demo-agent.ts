import { EventType, type BaseEvent, type RunAgentInput } from '@ag-ui/core';
import { BuiltInAgent } from '@flightdeck/agent';
import { mergeMap, type Observable } from 'rxjs';
import { todosOf } from '../todos.js';

/**
 * The built-in agent, which also repeats the state that a page has brought: what a person has changed
 * becomes part of the thread, and of every other window that shows it.
 */
export class DemoAgent extends BuiltInAgent {
  override run(input: RunAgentInput): Observable<BaseEvent> {
    const state: unknown = input.state;
    const events = super.run(input);
    if (todosOf(state).length === 0) return events;
    const snapshot = { type: EventType.STATE_SNAPSHOT, snapshot: state } as BaseEvent;
    return events.pipe(
      mergeMap((event) => (event.type === EventType.RUN_STARTED ? [event, snapshot] : [event])),
    );
  }
}
