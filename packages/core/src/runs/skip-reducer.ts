import { ThreadFold, type BaseEvent, type Message } from '@flightdeck/store';
import { Observable } from '../internal/observable.js';
import type { RuntimeAgent } from '../runtime/agent.js';
import { DeltaShortcut } from './delta-shortcut.js';
import { shareTextsOfInput } from './share-texts.js';
import { isUntouchedAgent, type UntouchedAgent } from './untouched-agent.js';

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
  shareTextsOfInput(agent);
  const fold = foldInto(agent);
  const deliver = (event: BaseEvent): void => {
    fold(event);
    onEvent(event);
  };
  const shortcut = DeltaShortcut.around(agent, deliver);
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

/** Replaces `messages` and `state` by views of what the given events amount to. */
function foldInto(agent: UntouchedAgent): (event: BaseEvent) => void {
  let fold = new ThreadFold({ messages: agent.messages, state: agent.state });
  Object.defineProperties(agent, {
    messages: {
      configurable: true,
      enumerable: true,
      get: () => [...fold.messages()],
      set(messages: readonly Message[]) {
        fold = new ThreadFold({ messages, state: fold.state });
      },
    },
    state: {
      configurable: true,
      enumerable: true,
      get: () => fold.state,
      set(state: unknown) {
        fold = new ThreadFold({ messages: fold.messages(), state });
      },
    },
  });
  return (event) => fold.apply(event);
}
