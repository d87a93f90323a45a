import * as client59 from '@ag-ui/client';
import * as client57 from 'ag-ui-client-57';
import * as client1 from 'ag-ui-client-1';
import type { Observable } from 'rxjs';
import type { BaseEvent, Message, RunAgentInput, Tool } from '@flightdeck/core';

/** An event as tests write it; every client version declares its own union of them. */
export type AnyEvent = BaseEvent;

export interface AgentConfig {
  readonly agentId?: string;
  readonly description?: string;
  readonly threadId?: string;
  readonly initialMessages?: readonly Message[];
  readonly initialState?: unknown;
}

export interface EventSubscriber {
  readonly onEvent?: (params: { readonly event: AnyEvent }) => void;
  readonly onRunErrorEvent?: (params: { readonly event: AnyEvent }) => void;
  readonly onRunFailed?: (params: { readonly error: Error }) => void;
  readonly onRunFinalized?: () => void;
}

export interface RunParameters {
  readonly runId?: string;
  readonly tools?: readonly Tool[];
  readonly context?: readonly { readonly description: string; readonly value: string }[];
  readonly forwardedProps?: unknown;
  readonly resume?: readonly unknown[];
}

type Next = { run(input: RunAgentInput): Observable<AnyEvent> };
export type AgentMiddleware = (input: RunAgentInput, next: Next) => Observable<AnyEvent>;

/** What the tests use of `AbstractAgent`, in the words of no version in particular. */
export interface AgentInstance {
  agentId?: string;
  threadId: string;
  messages: Message[];
  state: unknown;
  runAgent(
    parameters?: RunParameters,
    subscriber?: EventSubscriber,
  ): Promise<{ readonly result: unknown; readonly newMessages: readonly Message[] }>;
  run(input: RunAgentInput): Observable<AnyEvent>;
  abortRun(): void;
  use(...middlewares: AgentMiddleware[]): this;
  addMessage(message: Message): void;
  setMessages(messages: readonly Message[]): void;
  setState(state: unknown): void;
  clone(): AgentInstance;
}

export interface HttpAgentConfig extends AgentConfig {
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

export interface HttpAgentInstance extends AgentInstance {
  url: string;
  headers: Record<string, string>;
  requestInit(input: RunAgentInput): RequestInit;
}

/** One published version of `@ag-ui/client`. */
export interface ClientVersion {
  readonly version: string;
  readonly AbstractAgent: abstract new (config?: AgentConfig) => AgentInstance;
  readonly HttpAgent: new (config: HttpAgentConfig) => HttpAgentInstance;
}

// The versions declare the same classes with types that are not assignable to each other.
export const CLIENT_57 = { version: '0.0.57', ...client57 } as unknown as ClientVersion;
export const CLIENT_59 = { version: '0.0.59', ...client59 } as unknown as ClientVersion;
export const CLIENT_1 = { version: '1.0.0', ...client1 } as unknown as ClientVersion;

export const CLIENTS: readonly ClientVersion[] = [CLIENT_57, CLIENT_59, CLIENT_1];
