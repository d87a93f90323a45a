import type { ToolOutput } from '../model/prompt.js';

/**
 * Why a call has no result of its tool:
 * - `invalid_arguments`: not JSON, or not what the tool's schema asks for; the tool was not called.
 * - `unknown_tool`: the model made the name up; nothing was called.
 * - `tool_failed`: the tool threw, rejected, or said itself that it failed.
 * - `tool_timeout`: the tool did not answer in time; its signal was aborted.
 * - `cancelled`: the run was stopped before the tool had answered, or a person did not approve the call.
 */
export type ToolErrorCode =
  | 'invalid_arguments'
  | 'unknown_tool'
  | 'tool_failed'
  | 'tool_timeout'
  | 'cancelled';

export interface ToolError {
  readonly code: ToolErrorCode;
  /** For the model and the browser: free of what the agent's redaction takes away. */
  readonly message: string;
}

/** What became of one tool call. */
export interface ToolOutcome {
  /** For `TOOL_CALL_RESULT`. Never absent, as clients refuse results without content. */
  readonly content: string;
  /** For the model. */
  readonly output: ToolOutput;
  readonly error?: ToolError | undefined;
}

/** The outcome of a call that failed: `{"error":{"code","message"}}`, for browser and model alike. */
export function failedOutcome(code: ToolErrorCode, message: string): ToolOutcome {
  const error: ToolError = { code, message };
  const content = JSON.stringify({ error });
  return { content, output: { type: 'error-text', value: content }, error };
}
