import { ThreadFold, type BaseEvent, type Message } from '@flightdeck/store';
import type { CopilotRuntime } from '../runtime/copilot-runtime.js';

/** A message as `afterRequestMiddleware` and the threads routes tell it. */
export interface FlatMessage {
  readonly id: string;
  readonly role: string;
  readonly content?: unknown;
  readonly toolCalls?: readonly {
    readonly id: string;
    readonly name: string;
    readonly args: string;
  }[];
  readonly toolCallId?: string;
}

export interface AfterRequestMiddlewareParameters {
  readonly runtime: CopilotRuntime;
  /** The status and headers that were sent; the body can be read and is made only if it is. */
  readonly response: Response;
  readonly path: string;
  /** What the stream said; empty for other responses. The caller's own messages are not among them. */
  readonly messages: readonly FlatMessage[];
  readonly threadId?: string;
  readonly runId?: string;
}

/**
 * Called once per answered request, in the background: for streams when the run has ended, even if
 * nobody was listening any more. What it throws is logged.
 */
export type AfterRequestMiddleware = (
  parameters: AfterRequestMiddlewareParameters,
) => void | Promise<void>;

/** What `afterRequestMiddleware` is told of a stream, taken from the events and not from the response. */
export interface StreamRecord {
  readonly transcript: Transcript;
  /** Resolves when no more events will come. Never rejects. */
  readonly ended: Promise<void>;
  /** The stream once more, from the log. */
  readonly frames: () => AsyncGenerator<string, void>;
}

/** Collects the messages and ids that a stream's events tell. */
export class Transcript {
  readonly #fold = new ThreadFold();
  #threadId: string | undefined;
  #runId: string | undefined;

  observe(event: BaseEvent): void {
    if (event.type !== 'RUN_STARTED') {
      this.#fold.apply(event);
      return;
    }
    const { threadId, runId } = event;
    if (typeof threadId === 'string') this.#threadId = threadId;
    if (typeof runId === 'string') this.#runId = runId;
  }

  result(): Pick<AfterRequestMiddlewareParameters, 'messages' | 'threadId' | 'runId'> {
    return {
      messages: this.#fold.messages().map(flattenMessage),
      ...(this.#threadId === undefined ? {} : { threadId: this.#threadId }),
      ...(this.#runId === undefined ? {} : { runId: this.#runId }),
    };
  }
}

/** The form in which the wire lists messages: tool calls are flat, and nothing internal is told. */
export function flattenMessage(message: Message): FlatMessage {
  const { id, role, content, toolCalls, toolCallId } = message;
  return {
    id,
    role,
    ...(content === undefined ? {} : { content }),
    ...(toolCalls === undefined || toolCalls.length === 0
      ? {}
      : {
          toolCalls: toolCalls.map((call) => ({
            id: call.id,
            name: call.function.name,
            args: call.function.arguments,
          })),
        }),
    ...(toolCallId === undefined ? {} : { toolCallId }),
  };
}
