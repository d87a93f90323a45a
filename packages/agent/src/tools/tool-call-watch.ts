import type { ToolErrorCode, ToolOutcome } from './tool-outcome.js';

/** Looks on while one call is answered. Nothing of it may throw. */
export interface ToolCallWatch {
  /** Runs what checks the arguments and calls the tool. */
  run<Value>(work: () => Value): Value;
  /**
   * Called once. `outcome` is `null` if somebody else answers, or if the run fails for the `error`.
   */
  end(outcome: ToolOutcome | null, error?: ToolErrorCode): void;
}
