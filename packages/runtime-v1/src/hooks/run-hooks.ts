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
  /** Awaited before the agent is asked. May throw a `Response`, which is then the answer. */
  readonly onBeforeRequest?: (options: OnBeforeRequestOptions) => void | Promise<void>;
  /** Awaited once the agent has ended; what it throws is reported to `onError` and changes nothing. */
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
