import type { AgentEvent } from './agent-event.js';

/** The tool calls of a run that have no result yet, from its events. */
export class UnansweredCalls {
  readonly #calls = new Map<string, { readonly toolName: string; ended: boolean }>();

  see(event: AgentEvent): void {
    const id = event['toolCallId'];
    if (typeof id !== 'string') return;
    if (event.type === 'TOOL_CALL_START') {
      this.#calls.set(id, { toolName: String(event['toolCallName']), ended: false });
    } else if (event.type === 'TOOL_CALL_END') {
      const call = this.#calls.get(id);
      if (call !== undefined) call.ended = true;
    } else if (event.type === 'TOOL_CALL_RESULT') {
      this.#calls.delete(id);
    }
  }

  list(): readonly { readonly toolCallId: string; readonly toolName: string; ended: boolean }[] {
    return Array.from(this.#calls, ([toolCallId, call]) => ({ toolCallId, ...call }));
  }
}
