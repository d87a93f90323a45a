import type { BaseEvent, RunAgentInput, RunLease, StoreEngine } from '@flightdeck/store';
import type { Clock } from '../internal/clock.js';
import type { Logger } from '../runtime/logger.js';
import type { EventProducer } from './event-producer.js';
import type { QueueBudget } from './queue-budget.js';
import type { StorableInput } from './redact-input.js';
import type { RunObserver } from './run-observer.js';
import type { RunPolicy } from './run-policy.js';

/** What every run of an engine is executed with. */
export interface ExecutionTools {
  readonly store: StoreEngine;
  readonly budget: QueueBudget;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: () => string;
}

export interface RunExecutionOptions {
  readonly lease: RunLease;
  readonly producer: EventProducer;
  readonly agentId: string;
  readonly input: RunAgentInput;
  /** What RUN_STARTED tells of the input; `null` for nothing. */
  readonly echo: StorableInput | null;
  /** What the log's index of messages is told with RUN_STARTED, beside their ids. */
  readonly marks: readonly string[];
  readonly policy: RunPolicy;
  readonly observer: RunObserver;
  /** Set for a run that another process has begun. */
  readonly resumed?: ResumedRun;
}

/** How a run goes on that another process has begun. */
export interface ResumedRun {
  /** What is in the log of it. */
  readonly past: readonly BaseEvent[];
  /** What is recorded first, in the place of RUN_STARTED. */
  readonly prologue: readonly BaseEvent[];
}
