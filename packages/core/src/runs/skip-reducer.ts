import { ThreadFold, type BaseEvent, type Message } from '@flightdeck/store';
import { Observable } from '../internal/observable.js';
import type { RuntimeAgent } from '../runtime/agent.js';
import { DeltaShortcut, type EventfulAgent } from './delta-shortcut.js';

/** AG-UI lines whose `runAgent` was tested with the reducer left out. */
const TESTED_VERSIONS = /^(0\.0\.5\d|1\.0)/;

/** The parts of AG-UI's `AbstractAgent` that the fast path looks at. */
interface ReducingAgent extends RuntimeAgent, EventfulAgent {
  apply: unknown;
  messages: Message[];
  state: unknown;
  readonly subscribers?: readonly unknown[];
  readonly debugLogger?: unknown;
  readonly maxVersion?: unknown;
  /** What 1.0 calls it; reading the old name there is reported as deprecated. */
  readonly maxProtocolVersion?: unknown;
}

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
  if (!isUntouchedAbstractAgent(agent)) return;
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
function foldInto(agent: ReducingAgent): (event: BaseEvent) => void {
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

/** Whether the reducing pipeline is AG-UI's own, on a tested version, with nobody else listening. */
function isUntouchedAbstractAgent(agent: RuntimeAgent): agent is ReducingAgent {
  const base = owningPrototype(agent, 'prepareRunAgentInput');
  if (base === null || !('messages' in agent) || !('state' in agent)) return false;
  const { subscribers, debugLogger, maxProtocolVersion } = agent as ReducingAgent;
  const version = maxProtocolVersion ?? (agent as ReducingAgent).maxVersion;
  return (
    owningPrototype(agent, 'apply') === base &&
    owningPrototype(agent, 'processApplyEvents') === base &&
    owningPrototype(agent, 'runAgent') !== agent &&
    (subscribers === undefined || subscribers.length === 0) &&
    debugLogger === undefined &&
    typeof version === 'string' &&
    TESTED_VERSIONS.test(version)
  );
}

/** The object on the prototype chain, the agent itself included, that has `key` as its own. */
function owningPrototype(agent: object, key: string): object | null {
  for (let owner: object | null = agent; owner !== null; owner = Object.getPrototypeOf(owner)) {
    if (Object.hasOwn(owner, key)) return owner;
  }
  return null;
}
