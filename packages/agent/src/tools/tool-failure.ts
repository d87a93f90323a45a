import type { ToolErrorCode } from './tool-outcome.js';

/** Ends a run at a failed tool, where `onToolError` is `abort`. */
export class ToolFailure extends Error {
  override readonly name = 'ToolFailure';
  /** The code of the `RUN_ERROR` that comes of it. */
  readonly code = 'tool_failure';
  readonly toolName: string;
  readonly reason: ToolErrorCode;

  /** `cause` is what the tool threw: for logs. */
  constructor(toolName: string, reason: ToolErrorCode, cause: unknown) {
    super(`Tool "${toolName}" failed (${reason})`, { cause });
    this.toolName = toolName;
    this.reason = reason;
  }
}
