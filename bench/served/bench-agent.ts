import { AbstractAgent, type BaseEvent, type RunAgentInput } from '@ag-ui/client';
import { Observable } from 'rxjs';

import { emitInTurns } from './emit.js';
import { eventsOf, type Scenario } from './scenarios.js';

/** Says what a scenario says: a genuine agent, as integrations of AG-UI are built. */
export class BenchAgent extends AbstractAgent {
  static #talking = 0;
  readonly #scenario: Scenario;
  #aborted = false;

  constructor(scenario: Scenario) {
    super();
    this.#scenario = scenario;
  }

  /** How many of them are in the middle of a run in this process. */
  static get talking(): number {
    return BenchAgent.#talking;
  }

  override run({ threadId, runId }: RunAgentInput): ReturnType<AbstractAgent['run']> {
    const said = new Observable<BaseEvent>((observer) => {
      let left = false;
      BenchAgent.#talking += 1;
      const events = eventsOf(this.#scenario, threadId, runId) as Iterable<unknown>;
      const emitted = emitInTurns(events as Iterable<BaseEvent>, this.#scenario, (event) => {
        if (!left && !this.#aborted) observer.next(event);
        return !left && !this.#aborted;
      });
      void emitted.then(() => {
        BenchAgent.#talking -= 1;
        observer.complete();
      });
      return () => {
        left = true;
      };
    });
    // AG-UI may have been installed with another version of rxjs, whose classes are the same.
    return said as unknown as ReturnType<AbstractAgent['run']>;
  }

  override clone(): BenchAgent {
    const clone = new BenchAgent(this.#scenario);
    clone.threadId = this.threadId;
    return clone;
  }

  override abortRun(): void {
    this.#aborted = true;
  }
}
