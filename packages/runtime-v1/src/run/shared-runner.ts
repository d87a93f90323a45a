import { InMemoryAgentRunner } from '@flightdeck/core';

/**
 * The memory of all v1 runtimes of a process that have none of their own: the documented snippets
 * make a runtime for each request, and the next one has to find the threads of the last. v1.md 5.1.
 */
class SharedRunner {
  #runner: InMemoryAgentRunner | null = null;

  /** Made by whoever asks first. */
  get(): InMemoryAgentRunner {
    this.#runner ??= new InMemoryAgentRunner();
    return this.#runner;
  }

  /** A runner that was shut down takes no more runs: the next one to ask gets another. */
  retire(runner: unknown): void {
    if (this.#runner === runner) this.#runner = null;
  }
}

export const sharedRunner: SharedRunner = new SharedRunner();
