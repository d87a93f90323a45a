import { stringOf } from '../records.js';
import type { AguiEvent } from '../run-middleware.js';

/** A call in which another one was made. */
export interface OuterCall {
  readonly toolCallId: string;
  /** Both belong to one assistant message: they stand beside, not within each other. */
  readonly isSibling: boolean;
}

/** The calls of other tools that are being executed: a render call may be made by one of them. */
export class OuterCalls {
  /** The message of each, by the id of the call. */
  readonly #open = new Map<string, string | undefined>();

  started(toolCallId: string, event: AguiEvent): void {
    this.#open.set(toolCallId, stringOf(event.parentMessageId));
  }

  answered(toolCallId: string): void {
    this.#open.delete(toolCallId);
  }

  /** The innermost call that is being executed when `event` starts another one. */
  around(event: AguiEvent): OuterCall | undefined {
    const last = [...this.#open].at(-1);
    if (last === undefined) return undefined;
    const [toolCallId, message] = last;
    return { toolCallId, isSibling: message !== undefined && message === event.parentMessageId };
  }
}
