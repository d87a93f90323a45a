import type { ToolErrorCode } from './tool-outcome.js';

/** Thrown by the agent's own executors: a failure whose words are meant for the model and the browser, unredacted. */
export class ToolRejection extends Error {
  override readonly name = 'ToolRejection';
  readonly code: ToolErrorCode;

  constructor(code: ToolErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
