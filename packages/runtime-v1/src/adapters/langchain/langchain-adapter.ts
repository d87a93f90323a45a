import { ConfigError } from '@flightdeck/core';
import { AdapterMisuse } from '../adapter-misuse.js';
import { convertServiceAdapterError } from '../convert-service-adapter-error.js';
import type {
  CopilotRuntimeChatCompletionRequest,
  CopilotRuntimeChatCompletionResponse,
  CopilotServiceAdapter,
} from '../service-adapter.js';
import { discardLangChainAnswer, tellLangChainAnswer } from './langchain-answer.js';
import type { LangChainAdapterOptions } from './langchain-types.js';
import { loadLangChain } from './load-langchain.js';
import { toLangChainMessages } from './to-langchain-messages.js';
import { toLangChainTools } from './to-langchain-tools.js';

/** Answers with whatever LangChain can do. Needs the package `@langchain/core`. v1.md 6.2. */
export class LangChainAdapter implements CopilotServiceAdapter {
  readonly name = 'LangChainAdapter';
  readonly #chainFn: LangChainAdapterOptions['chainFn'];

  /** @throws ConfigError without a `chainFn` */
  constructor(options: LangChainAdapterOptions) {
    if (typeof options?.chainFn !== 'function') {
      throw new ConfigError('LangChainAdapter needs the option "chainFn", a function');
    }
    this.#chainFn = options.chainFn;
  }

  async process(
    request: CopilotRuntimeChatCompletionRequest,
  ): Promise<CopilotRuntimeChatCompletionResponse> {
    const { threadId = crypto.randomUUID(), runId, eventSource, signal } = request;
    const answer = await this.#ask(request);
    if (signal?.aborted === true) {
      discardLangChainAnswer(answer);
      return { threadId };
    }
    await eventSource.stream(async (stream) => {
      try {
        await tellLangChainAnswer(answer, stream, signal);
        stream.complete();
      } catch (error) {
        stream.error(toAdapterError(error));
      }
    });
    return { threadId, ...(runId !== undefined && { runId }) };
  }

  async #ask(request: CopilotRuntimeChatCompletionRequest): Promise<unknown> {
    const { messages, actions, model, threadId, runId, signal } = request;
    const langChain = await loadLangChain();
    try {
      return await this.#chainFn({
        messages: toLangChainMessages(messages, langChain.messages),
        tools: toLangChainTools(actions, langChain.tools),
        model,
        threadId,
        runId,
        signal,
      });
    } catch (error) {
      throw toAdapterError(error);
    }
  }
}

function toAdapterError(error: unknown): unknown {
  return error instanceof AdapterMisuse ? error : convertServiceAdapterError(error, 'LangChain');
}
