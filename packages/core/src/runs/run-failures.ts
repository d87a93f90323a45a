import type { RunAgentInput } from '@flightdeck/store';
import { errorMessage } from '../internal/error-message.js';
import type { Logger } from '../runtime/logger.js';
import type { RunErrorCode } from './run-error-code.js';

export interface RunFailuresOptions {
  readonly agentId: string;
  readonly input: RunAgentInput;
  readonly logger: Logger;
  readonly newId: () => string;
  /** Replaces texts by references to the log. */
  readonly redact: boolean;
  readonly onFailure: ((error: unknown, code: RunErrorCode) => void) | undefined;
}

/** Tells log and observer why a run failed, and viewers as much of it as they may know. */
export class RunFailures {
  readonly #options: RunFailuresOptions;

  constructor(options: RunFailuresOptions) {
    this.#options = options;
  }

  /** Tells log and observer; answers the text for viewers. */
  report(error: unknown, code: RunErrorCode): string {
    const { agentId, input, logger, newId, redact } = this.#options;
    const reference = newId();
    const { threadId, runId } = input;
    logger.error(`Run failed (${code})`, { reference, agentId, threadId, runId, error });
    this.tell(error, code);
    return redact ? `The agent failed (reference ${reference})` : errorMessage(error);
  }

  /** Tells the observer alone of a failure whose text says everything. */
  tell(error: unknown, code: RunErrorCode): void {
    this.#options.onFailure?.(error, code);
  }
}
