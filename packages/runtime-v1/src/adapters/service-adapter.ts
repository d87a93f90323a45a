import type { LanguageModel } from '@flightdeck/agent';
import type { Message } from '../messages/message.js';
import type { RuntimeEventSource } from './runtime-event-source.js';

/** An action as adapters see it; frontend tools and server actions alike. */
export interface ActionInput {
  readonly name: string;
  readonly description: string;
  /** A JSON Schema, as text. */
  readonly jsonSchema: string;
  readonly available?: 'enabled' | 'disabled' | 'remote';
  readonly additionalConfig?: Readonly<Record<string, unknown>>;
}

export interface ForwardedParametersInput {
  readonly model?: string;
  readonly maxTokens?: number;
  readonly stop?: readonly string[];
  readonly toolChoice?: string;
  readonly toolChoiceFunctionName?: string;
  readonly temperature?: number;
}

/** One turn that an adapter is asked for. v1.md 6.1. */
export interface CopilotRuntimeChatCompletionRequest {
  readonly eventSource: RuntimeEventSource;
  readonly messages: Message[];
  readonly actions: ActionInput[];
  readonly model?: string;
  readonly threadId?: string;
  readonly runId?: string;
  readonly forwardedParameters?: ForwardedParametersInput;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly agentSession?: {
    readonly agentName: string;
    readonly threadId?: string;
    readonly nodeName?: string;
  };
  readonly agentStates?: readonly {
    readonly agentName: string;
    readonly state: unknown;
    readonly config?: unknown;
  }[];
  /** Aborts when the run is stopped, or nobody listens any more. Not in CopilotKit. */
  readonly signal?: AbortSignal;
}

export interface CopilotRuntimeChatCompletionResponse {
  readonly threadId: string;
  readonly runId?: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Brings a language model into a v1 runtime. v1.md 6. */
export interface CopilotServiceAdapter {
  readonly provider?: string;
  readonly model?: string;
  readonly name?: string;
  /** Answers one turn, through `request.eventSource`. */
  process(
    request: CopilotRuntimeChatCompletionRequest,
  ): Promise<CopilotRuntimeChatCompletionResponse>;
  /** A model of the AI SDK, or `provider/model-id`, that answers instead of {@link process}. */
  getLanguageModel?(): LanguageModel | string;
}
