import { ThreadFold, type BaseEvent, type Message } from '@flightdeck/store';
import type { UntouchedAgent } from './untouched-agent.js';

const VIEW = Symbol('view');

interface Viewed {
  readonly [VIEW]: AgentView;
}

/** What an agent's `messages` and `state` amount to, while nothing reduces its events. */
export class AgentView {
  #fold: ThreadFold;
  #isHidden = false;

  private constructor(agent: UntouchedAgent) {
    this.#fold = new ThreadFold({ messages: agent.messages, state: agent.state });
  }

  /** Replaces `messages` and `state` of an agent by what the events make of them. */
  static of(agent: UntouchedAgent): AgentView {
    const view = new AgentView(agent);
    Object.defineProperty(agent, VIEW, { value: view, configurable: true });
    Object.defineProperties(agent, AgentView.#accessors);
    return view;
  }

  static readonly #accessors: PropertyDescriptorMap & ThisType<Viewed> = {
    messages: {
      configurable: true,
      enumerable: true,
      get() {
        return this[VIEW].#messages();
      },
      set(messages: readonly Message[]) {
        const view = this[VIEW];
        view.#reset(messages, view.#fold.state);
      },
    },
    state: {
      configurable: true,
      enumerable: true,
      get() {
        return this[VIEW].#fold.state;
      },
      set(state: unknown) {
        const view = this[VIEW];
        view.#reset(view.#fold.messages(), state);
      },
    },
  };

  apply(event: BaseEvent): void {
    this.#fold.apply(event);
  }

  /** The agent has no messages while `work` is done, which must not change them. */
  withoutMessages<T>(work: () => T): T {
    this.#isHidden = true;
    try {
      return work();
    } finally {
      this.#isHidden = false;
    }
  }

  #messages(): Message[] {
    return this.#isHidden ? [] : [...this.#fold.messages()];
  }

  #reset(messages: readonly Message[], state: unknown): void {
    this.#fold = new ThreadFold({ messages, state });
  }
}
