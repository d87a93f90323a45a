import type {
  AgentEventSubscriber,
  BaseEvent,
  RunAgentInput,
  RuntimeAgent,
} from '@flightdeck/core';
import { now, type AgentEnd, type ServerReport } from './messages.js';
import { numberedEvents } from './numbered-events.js';
import { planOf, type ResolvedPlan } from './plan.js';

const TICK_MS = 5;
/** How many events a run without a rate emits before others get a turn. */
const BURST = 200;

type Tell = (report: ServerReport) => void;

/**
 * An agent whose every event carries a number, at a rate that its caller chooses. It tells when it
 * begins and when it ends, on the clock that all processes of the machine share.
 */
export class NumberedAgent implements RuntimeAgent {
  readonly #tell: Tell;
  #isAborted = false;
  #wake: () => void = () => undefined;

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  clone(): NumberedAgent {
    return new NumberedAgent(this.#tell);
  }

  abortRun(): void {
    this.#isAborted = true;
    this.#wake();
  }

  async runAgent(input: RunAgentInput, { onEvent }: AgentEventSubscriber): Promise<void> {
    const { threadId, runId } = input;
    const plan = planOf(input.forwardedProps);
    const emit = (event: BaseEvent): void => onEvent({ event });
    this.#tell({ kind: 'agent-began', threadId, runId, at: now() });
    emit({ type: 'RUN_STARTED', threadId, runId });
    const { how, emitted } = await this.#perform(numberedEvents(runId, plan), plan, emit);
    this.#tell({ kind: 'agent-ended', threadId, runId, at: now(), how, emitted });
    if (how === 'done') emit({ type: 'RUN_FINISHED', threadId, runId });
  }

  async #perform(
    events: Iterator<BaseEvent>,
    { perSecond, deaf }: ResolvedPlan,
    emit: (event: BaseEvent) => void,
  ): Promise<{ how: AgentEnd; emitted: number }> {
    const beganAt = now();
    for (let emitted = 0; ; await this.#pause(perSecond === 0 ? 0 : TICK_MS)) {
      if (this.#isAborted && !deaf) return { how: 'aborted', emitted };
      const elapsed = now() - beganAt;
      const due = perSecond === 0 ? emitted + BURST : Math.floor((elapsed * perSecond) / 1_000);
      for (; emitted < due; emitted += 1) {
        const { done, value } = events.next();
        if (done === true) return { how: 'done', emitted };
        emit(value);
      }
    }
  }

  /** Ends early when the run is aborted. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
