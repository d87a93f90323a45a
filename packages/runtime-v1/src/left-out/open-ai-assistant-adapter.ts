import type { SdkClientLike } from '../adapters/sdk-client.js';
import { LeftOutError } from './left-out-error.js';

/** Its options as they were, so that what names them compiles until it is moved. v1.md 6.2. */
export interface OpenAIAssistantAdapterParams {
  readonly assistantId: string;
  readonly openai?: SdkClientLike;
  readonly codeInterpreterEnabled?: boolean;
  readonly fileSearchEnabled?: boolean;
  readonly disableParallelToolCalls?: boolean;
  readonly keepSystemRole?: boolean;
}

/** The API of assistants, which its vendor has announced to shut down, is not spoken. v1.md 3. */
export class OpenAIAssistantAdapter {
  /** @throws LeftOutError */
  constructor(_options?: OpenAIAssistantAdapterParams) {
    throw new LeftOutError(
      'OpenAIAssistantAdapter',
      'use OpenAIAdapter, and give its model the instructions of the assistant as a system message, or register an agent of your own in agents',
    );
  }
}
