import type {
  CopilotRuntimeChatCompletionRequest,
  CopilotServiceAdapter,
} from '../../src/index.js';

/** An adapter of one's own that says a text, and remembers what it was asked. */
export class SayingAdapter implements CopilotServiceAdapter {
  readonly asked: CopilotRuntimeChatCompletionRequest[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  async process(
    request: CopilotRuntimeChatCompletionRequest,
  ): Promise<{ readonly threadId: string }> {
    this.asked.push(request);
    await request.eventSource.stream(async (stream) => {
      stream.sendTextMessage(crypto.randomUUID(), this.#text);
      stream.complete();
    });
    return { threadId: request.threadId ?? 'none' };
  }
}
