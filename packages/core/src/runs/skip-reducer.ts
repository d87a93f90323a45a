import type { BaseEvent } from '@flightdeck/store';
import { Observable } from '../internal/observable.js';
import type { RuntimeAgent } from '../runtime/agent.js';
import { AgentView } from './agent-view.js';
import { PipelineShortcut } from './pipeline-shortcut.js';
import { shareTextsOfInput } from './share-texts.js';
import { isUntouchedAgent } from './untouched-agent.js';

interface ObservableLike {
  subscribe(observer: {
    next(event: BaseEvent): void;
    error(error: unknown): void;
    complete(): void;
  }): { unsubscribe(): void };
}

/**
 * Gives a per-request clone an `apply` of its own, which only passes events on.
 *
 * AG-UI's reducer clones all messages for each event so that subscribers may change them: cost
 * that grows with history, for a result that a server does not read. Middlewares, chunk expansion
 * and verification stay. The agent's `messages` and `state` remain correct for whoever reads them.
 * Agents that are not exactly of that make are left alone (performance.md, annex 4).
 */
export function skipReducer(agent: RuntimeAgent, onEvent: (event: BaseEvent) => void): void {
  if (!isUntouchedAgent(agent)) return;
  const view = AgentView.of(agent);
  shareTextsOfInput(agent, view);
  const deliver = (event: BaseEvent): void => {
    view.apply(event);
    onEvent(event);
  };
  const shortcut = PipelineShortcut.around(agent, deliver);
  const apply = (_input: unknown, events: ObservableLike) =>
    new Observable<object>((observer) => {
      const subscription = events.subscribe({
        next(event) {
          shortcut?.onPassed(event);
          deliver(event);
        },
        error: (error) => observer.error(error),
        complete() {
          // A mutation that changes nothing: a run without any would be rejected as empty.
          observer.next({});
          observer.complete();
        },
      });
      return () => subscription.unsubscribe();
    });
  Object.defineProperty(agent, 'apply', { value: apply, configurable: true });
}
