import type { AgentEvent } from './agent-event.js';

export interface UnansweredCall {
  readonly toolCallId: string;
  readonly toolName: string;
}

/** The tool calls of a run that have no result yet, from its events. */
export class UnansweredCalls {
  readonly #names = new Map<string, string>();

  /** A call of an earlier run that is to be answered in this one. */
  add({ toolCallId, toolName }: UnansweredCall): void {
    this.#names.set(toolCallId, toolName);
  }

  see({ type, toolCallId, toolCallName }: AgentEvent): void {
    if (typeof toolCallId !== 'string') return;
    if (type === 'TOOL_CALL_START') this.#names.set(toolCallId, String(toolCallName));
    else if (type === 'TOOL_CALL_RESULT') this.#names.delete(toolCallId);
  }

  list(): readonly UnansweredCall[] {
    return Array.from(this.#names, ([toolCallId, toolName]) => ({ toolCallId, toolName }));
  }
}
