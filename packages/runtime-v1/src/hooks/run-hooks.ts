import type { Message } from '../messages/message.js';

/** What `onBeforeRequest` is told. v1.md 9. */
export interface OnBeforeRequestOptions {
  readonly threadId?: string;
  readonly runId?: string;
  /** The whole history; what is changed in it, or in its messages, is what the agent gets. */
  readonly inputMessages: Message[];
  readonly properties: Readonly<Record<string, unknown>>;
  readonly url?: string;
}

/** What `onAfterRequest` is told. v1.md 9. */
export interface OnAfterRequestOptions {
  readonly threadId: string;
  readonly runId?: string;
  readonly inputMessages: Message[];
  readonly outputMessages: Message[];
  readonly properties: Readonly<Record<string, unknown>>;
  readonly url?: string;
}

/** Hooks around each run. */
export interface Middleware {
  /**
   * Awaited before the answer to the request begins, for as long as it takes. May throw a `Response`,
   * which is then the answer; anything else refuses the run with 500 and is told to `onError`. What it
   * does to `inputMessages` is for the agent alone: the thread keeps what the client has sent.
   */
  readonly onBeforeRequest?: (options: OnBeforeRequestOptions) => void | Promise<void>;
  /**
   * Awaited once the agent has ended or failed, before the run's stream ends, but for 10 seconds at most.
   * Not called for runs that are ended from outside: stopped, given up by their reader, out of time.
   * What it throws is told to `onError` and changes nothing.
   */
  readonly onAfterRequest?: (options: OnAfterRequestOptions) => void | Promise<void>;
}

/** What `onStopGeneration` is told. v1.md 4. */
export interface OnStopGenerationOptions {
  readonly threadId: string;
  readonly runId?: string;
  readonly url?: string;
  readonly agentName?: string;
  readonly lastMessage?: Message;
}
