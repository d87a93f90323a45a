import type {
  CopilotRuntimeChatCompletionRequest,
  CopilotRuntimeChatCompletionResponse,
  CopilotServiceAdapter,
} from './service-adapter.js';

/** For runtimes whose agents answer alone: it brings no `default` agent. v1.md 6.2. */
export class EmptyAdapter implements CopilotServiceAdapter {
  readonly name = 'EmptyAdapter';

  /** Answers nothing. */
  async process({
    threadId,
  }: CopilotRuntimeChatCompletionRequest): Promise<CopilotRuntimeChatCompletionResponse> {
    return { threadId: threadId ?? crypto.randomUUID() };
  }
}

export { EmptyAdapter as ExperimentalEmptyAdapter };
