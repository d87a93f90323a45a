import type { CopilotKitErrorCode } from './copilot-kit-error-code.js';
import { CopilotKitError } from './copilot-kit-error.js';

/** An option or a call that cannot work; the message names what to do instead. */
export class CopilotKitMisuseError extends CopilotKitError {
  constructor({
    message,
    code = 'MISUSE',
  }: {
    readonly message: string;
    readonly code?: CopilotKitErrorCode;
  }) {
    super({ message, code });
  }
}
