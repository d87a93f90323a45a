import { LeftOutError } from './left-out-error.js';

/** The API of assistants, which its vendor has announced to shut down, is not spoken. v1.md 3. */
export class OpenAIAssistantAdapter {
  /** @throws LeftOutError */
  constructor(_options?: unknown) {
    throw new LeftOutError(
      'OpenAIAssistantAdapter',
      'use OpenAIAdapter, and give its model the instructions of the assistant as a system message, or register an agent of your own in agents',
    );
  }
}
