import { errorMessage } from '../internal/error-message.js';
import type { RunErrorCode } from './run-error-code.js';
import type { ExecutionTools, RunExecutionOptions } from './run-execution-options.js';

/** Tells log and observer why a run failed, and viewers as much of it as they may know. */
export class RunFailures {
  readonly #run: RunExecutionOptions;
  readonly #tools: ExecutionTools;

  constructor(run: RunExecutionOptions, tools: ExecutionTools) {
    this.#run = run;
    this.#tools = tools;
  }

  /** Tells log and observer; answers the text for viewers, a reference to the log if the policy says so. */
  report(error: unknown, code: RunErrorCode): string {
    const { agentId, input, policy } = this.#run;
    const reference = this.#tools.newId();
    const { threadId, runId } = input;
    const told = { reference, agentId, threadId, runId, error };
    this.#tools.logger.error(`Run failed (${code})`, told);
    this.tell(error, code);
    return policy.redactErrors ? `The agent failed (reference ${reference})` : errorMessage(error);
  }

  /** Tells the observer alone of a failure whose text says everything. */
  tell(error: unknown, code: RunErrorCode): void {
    this.#run.observer.onFailure?.(error, code);
  }
}
