// Where LangChain is not installed, these are `any`: nobody who uses other adapters has to install it.
/** @ts-ignore -- an optional package */
import type { BaseMessage } from '@langchain/core/messages';
/** @ts-ignore -- an optional package */
import type { DynamicStructuredTool } from '@langchain/core/tools';

/** What a chain is given. v1.md 6.2. */
export interface ChainFnParameters {
  /** The conversation, for `invoke` and `stream` of a chat model. */
  readonly messages: BaseMessage[];
  /** For `bindTools` of a chat model. They run nothing: the runtime or the browser answers what is called. */
  readonly tools: DynamicStructuredTool[];
  /** The model that the client asks for, if it does. */
  readonly model: string | undefined;
  readonly threadId: string | undefined;
  readonly runId: string | undefined;
  /** Aborts when the run is stopped: for the `signal` option of models. Not in CopilotKit. */
  readonly signal: AbortSignal | undefined;
}

export interface LangChainAdapterOptions {
  /**
   * Answers with a text, a message of the assistant, or a stream of texts or chunks of messages: what
   * `invoke` and `stream` of chat models and chains return.
   */
  readonly chainFn: (parameters: ChainFnParameters) => unknown;
}
