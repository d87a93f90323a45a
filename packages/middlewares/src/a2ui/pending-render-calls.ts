import { recordOf, stringOf } from '../records.js';
import type { RunInput } from '../run-middleware.js';

/** The calls of render tools that have no result yet. */
export class PendingRenderCalls {
  readonly #toolNames: ReadonlySet<string>;
  readonly #pending = new Set<string>();

  constructor(toolNames: ReadonlySet<string>) {
    this.#toolNames = toolNames;
  }

  started(toolCallId: string): void {
    this.#pending.add(toolCallId);
  }

  answered(toolCallId: string): void {
    this.#pending.delete(toolCallId);
  }

  /** Calls and results in messages that came as a whole. */
  read(messages: RunInput['messages'] | readonly unknown[]): void {
    for (const message of messages) this.#readMessage(recordOf(message) ?? {});
  }

  /** All that are left; they are not pending any more. */
  take(): readonly string[] {
    const taken = [...this.#pending];
    this.#pending.clear();
    return taken;
  }

  #readMessage(message: Readonly<Record<string, unknown>>): void {
    const answered = message.role === 'tool' ? stringOf(message.toolCallId) : undefined;
    if (answered !== undefined) this.answered(answered);
    if (!Array.isArray(message.toolCalls)) return;
    for (const call of message.toolCalls) {
      const id = stringOf(recordOf(call)?.id);
      const name = stringOf(recordOf(recordOf(call)?.function)?.name);
      if (id !== undefined && name !== undefined && this.#toolNames.has(name)) this.started(id);
    }
  }
}
