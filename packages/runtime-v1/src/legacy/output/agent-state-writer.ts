import type { PatchList } from './patch-list.js';
import { MESSAGE_SUCCESS } from './status.js';

export interface AgentStateWriterOptions {
  readonly patches: PatchList;
  readonly threadId: string;
  readonly runId: string;
  readonly agentName: string;
  /** Where the session with the agent is before the agent says so. */
  readonly nodeName: string;
  readonly newId: () => string;
  readonly createdAt: () => string;
}

type State = Readonly<Record<string, unknown>>;

/**
 * Writes where an agent is and what its state is. Each message has the whole state: of several in a
 * row, all about the same place, only the last one is written.
 */
export class AgentStateWriter {
  readonly #options: AgentStateWriterOptions;
  #nodeName: string;
  #active = true;
  #running = true;
  #pending: (() => State) | null = null;

  constructor(options: AgentStateWriterOptions) {
    this.#options = options;
    this.#nodeName = options.nodeName;
  }

  /** The state has changed; it is asked for when it is written. */
  tell(state: () => State): void {
    this.#pending = state;
  }

  enter(nodeName: string, state: () => State): void {
    this.flush();
    this.#nodeName = nodeName;
    this.#active = true;
    this.#pending = state;
  }

  leave(nodeName: string, state: () => State): void {
    this.flush();
    this.#nodeName = nodeName;
    this.#active = false;
    this.#pending = state;
    this.flush();
    this.#active = true;
  }

  /** The agent gives the conversation back: its session is over. */
  exit(): void {
    this.flush();
    this.#running = false;
  }

  /** The last one of the run. */
  finish(state: State): void {
    this.flush();
    this.#active = false;
    this.#pending = () => state;
    this.flush();
  }

  flush(): void {
    const pending = this.#pending;
    if (pending === null) return;
    this.#pending = null;
    const state = pending();
    const { patches, threadId, runId, agentName, newId, createdAt } = this.#options;
    const slot = patches.addMessage({
      __typename: 'AgentStateMessageOutput',
      id: newId(),
      createdAt: createdAt(),
      threadId,
      agentName,
      nodeName: this.#nodeName,
      runId,
      active: this.#active,
      running: this.#running,
      role: 'assistant',
      state: JSON.stringify(state),
    });
    slot.end(MESSAGE_SUCCESS);
  }
}
