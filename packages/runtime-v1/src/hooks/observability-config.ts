/**
 * `observability_c`: v1.md 10. Needs no key of any cloud. What a hook throws is told to `onError`, and
 * changes nothing; the end of a run waits for them, but not for long.
 */
export interface CopilotObservabilityConfig {
  readonly enabled: boolean;
  /** Whether each piece of an answer is told as well, not the whole answer alone. @default false */
  readonly progressive?: boolean;
  readonly hooks: CopilotObservabilityHooks;
}

export interface CopilotObservabilityHooks {
  /** When an agent is asked, once for each run. */
  handleRequest?(data: LLMRequestData): void | Promise<void>;
  /** With v1 messages when the agent has ended or is stopped; before, where `progressive`, with each piece. */
  handleResponse?(data: LLMResponseData): void | Promise<void>;
  /** Instead of the final response, when the agent has failed. */
  handleError?(data: LLMErrorData): void | Promise<void>;
}

export interface LLMRequestData {
  readonly threadId?: string;
  readonly runId?: string;
  readonly model?: string;
  readonly messages: readonly unknown[];
  readonly actions?: readonly unknown[];
  readonly forwardedParameters?: unknown;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly provider?: string;
  readonly agentName?: string;
  readonly nodeName?: string;
}

export interface LLMResponseData {
  readonly threadId: string;
  readonly runId?: string;
  readonly model?: string;
  readonly output: unknown;
  /** Milliseconds since the request. */
  readonly latency: number;
  readonly timestamp: number;
  readonly provider?: string;
  readonly isProgressiveChunk?: boolean;
  readonly isFinalResponse?: boolean;
  readonly agentName?: string;
  readonly nodeName?: string;
}

export interface LLMErrorData {
  readonly threadId?: string;
  readonly runId?: string;
  readonly model?: string;
  readonly error: unknown;
  readonly latency: number;
  readonly timestamp: number;
  readonly provider?: string;
  readonly agentName?: string;
  readonly nodeName?: string;
}
