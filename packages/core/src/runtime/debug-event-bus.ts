import type { BaseEvent } from '@flightdeck/store';

/** One event of a run, as the debug feed tells it. `timestamp` is epoch milliseconds. */
export interface DebugEvent {
  readonly timestamp: number;
  readonly agentId: string;
  readonly threadId: string;
  readonly runId: string;
  readonly event: BaseEvent;
}

/** Passes every event of a runtime to whoever listens; costs nothing while nobody does. */
export class DebugEventBus {
  readonly #listeners = new Set<(event: DebugEvent) => void>();

  get hasListeners(): boolean {
    return this.#listeners.size > 0;
  }

  publish(event: DebugEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** The returned function ends the subscription. */
  subscribe(listener: (event: DebugEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
