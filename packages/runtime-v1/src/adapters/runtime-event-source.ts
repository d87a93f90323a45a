/** What an adapter tells of its turn, in order. v1.md 6.1. */
export interface RuntimeEventStream {
  sendTextMessageStart(params: { messageId: string; parentMessageId?: string }): void;
  sendTextMessageContent(params: { messageId: string; content: string }): void;
  sendTextMessageEnd(params: { messageId: string }): void;
  sendTextMessage(messageId: string, content: string): void;
  sendActionExecutionStart(params: {
    actionExecutionId: string;
    actionName: string;
    parentMessageId?: string;
  }): void;
  sendActionExecutionArgs(params: { actionExecutionId: string; args: string }): void;
  sendActionExecutionEnd(params: { actionExecutionId: string }): void;
  sendActionExecution(params: {
    actionExecutionId: string;
    actionName: string;
    args: string;
    parentMessageId?: string;
  }): void;
  sendActionExecutionResult(params: {
    actionExecutionId: string;
    actionName: string;
    result?: string;
    error?: { code: string; message: string };
  }): void;
  sendAgentStateMessage(params: {
    threadId: string;
    agentName: string;
    nodeName: string;
    runId: string;
    active: boolean;
    role: string;
    state: string;
    running: boolean;
  }): void;
  complete(): void;
  error(error: unknown): void;
}

/** Where an adapter gets its stream from. */
export interface RuntimeEventSource {
  /** Calls back with the stream; what the callback throws or rejects with fails the turn. */
  stream(callback: (eventStream$: RuntimeEventStream) => Promise<void>): Promise<void>;
}
