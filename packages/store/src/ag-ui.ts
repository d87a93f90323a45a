/**
 * Structural AG-UI shapes, the union of protocol lines 0.0.5x and 1.0.
 *
 * They are declared here instead of imported so that agents built on any copy of the AG-UI
 * packages fit, and so that a server installs none of them for types alone.
 */

/** One AG-UI protocol event. Only `type` is common to all of them. */
export interface BaseEvent {
  readonly type: string;
  readonly timestamp?: number;
  readonly [field: string]: unknown;
}

/** A call of a tool as it stands in an assistant message; `arguments` is JSON text. */
export interface ToolCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
  readonly [field: string]: unknown;
}

/** One entry of a conversation. `content` is text, a part array or an activity's object. */
export interface Message {
  readonly id: string;
  readonly role: string;
  readonly content?: unknown;
  readonly name?: string;
  readonly toolCalls?: readonly ToolCall[];
  readonly toolCallId?: string;
  readonly [field: string]: unknown;
}

/** A tool that the caller of a run offers to the agent; `parameters` is a JSON schema. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly parameters?: unknown;
  readonly metadata?: unknown;
}

/** A fact about the application that the caller gives to the agent. */
export interface Context {
  readonly description: string;
  readonly value: string;
}

/** The answer to one interrupt of an earlier run. */
export interface ResumeItem {
  readonly interruptId: string;
  readonly status: 'resolved' | 'cancelled';
  readonly payload?: unknown;
  readonly metadata?: unknown;
}

/** What a run is started with. */
export interface RunAgentInput {
  readonly threadId: string;
  readonly runId: string;
  readonly parentRunId?: string;
  readonly state?: unknown;
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  readonly context: readonly Context[];
  readonly forwardedProps?: unknown;
  readonly resume?: readonly ResumeItem[];
}
